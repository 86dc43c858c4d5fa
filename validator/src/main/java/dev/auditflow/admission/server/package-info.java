/** The webhook's HTTPS server: bounded in time, memory and work. */
@NullMarked
package dev.auditflow.admission.server;

import org.jspecify.annotations.NullMarked;
