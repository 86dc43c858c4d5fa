/** The html report in a real browser, spoken to by the DevTools protocol. */
@NullMarked
package dev.auditflow.browser;

import org.jspecify.annotations.NullMarked;
