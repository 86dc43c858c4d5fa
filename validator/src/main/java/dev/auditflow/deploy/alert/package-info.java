/** What a monitoring system says of a release. */
@NullMarked
package dev.auditflow.deploy.alert;

import org.jspecify.annotations.NullMarked;
