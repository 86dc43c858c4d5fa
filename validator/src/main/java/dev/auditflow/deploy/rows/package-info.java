/** Where the rows of ledgers lie. What they mean is not known here. */
@NullMarked
package dev.auditflow.deploy.rows;

import org.jspecify.annotations.NullMarked;
