@NullMarked
package dev.auditflow.admission.tls;

import org.jspecify.annotations.NullMarked;
