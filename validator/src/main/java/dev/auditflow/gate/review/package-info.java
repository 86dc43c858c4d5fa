/** People decide on changes of golden files, on a page of this machine or in the terminal. */
@NullMarked
package dev.auditflow.gate.review;

import org.jspecify.annotations.NullMarked;
