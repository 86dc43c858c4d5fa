/** Helm charts: loading, dependencies, values, and what {@code helm template} does around the templates. */
@NullMarked
package dev.auditflow.render.chart;

import org.jspecify.annotations.NullMarked;
