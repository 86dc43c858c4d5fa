/** Admission reviews as the API server sends them and takes them back (admission.k8s.io/v1 and v1beta1). */
@NullMarked
package dev.auditflow.admission.review;

import org.jspecify.annotations.NullMarked;
