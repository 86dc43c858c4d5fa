/** GitHub, as far as promotions ask and tell it something. */
@NullMarked
package dev.auditflow.deploy.github;

import org.jspecify.annotations.NullMarked;
