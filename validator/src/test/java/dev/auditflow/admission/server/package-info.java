@NullMarked
package dev.auditflow.admission.server;

import org.jspecify.annotations.NullMarked;
