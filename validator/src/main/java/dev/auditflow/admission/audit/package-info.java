/** Objects that are in a cluster already, judged by the policies of the webhook, and reports about them. */
@NullMarked
package dev.auditflow.admission.audit;

import org.jspecify.annotations.NullMarked;
