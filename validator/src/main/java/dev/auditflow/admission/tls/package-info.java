/** Certificates of the webhook: an authority of its own in a Secret, or files that somebody mounted. */
@NullMarked
package dev.auditflow.admission.tls;

import org.jspecify.annotations.NullMarked;
