/** Objects on their way into a cluster: the same checks and the same policies as at the gate, one object at a time. */
@NullMarked
package dev.auditflow.admission;

import org.jspecify.annotations.NullMarked;
