/** Tells others how a promotion ended. */
@NullMarked
package dev.auditflow.deploy.notice;

import org.jspecify.annotations.NullMarked;
