@NullMarked
package dev.auditflow.admission;

import org.jspecify.annotations.NullMarked;
