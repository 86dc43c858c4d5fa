/** Programs built from Kubernetes' own code that this one talks to, and how they are built and found. */
@NullMarked
package dev.auditflow.engine;

import org.jspecify.annotations.NullMarked;
