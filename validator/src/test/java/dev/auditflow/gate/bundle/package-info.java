@NullMarked
package dev.auditflow.gate.bundle;

import org.jspecify.annotations.NullMarked;
