@NullMarked
package dev.auditflow.bump;

import org.jspecify.annotations.NullMarked;
