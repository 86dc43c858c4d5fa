/** What to validate: {@code auditflow.yaml} and flags become targets. Knows no other package. */
@NullMarked
package dev.auditflow.config;

import org.jspecify.annotations.NullMarked;
