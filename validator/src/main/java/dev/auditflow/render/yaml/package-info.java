/** YAML as Helm reads it: the same texts are taken and refused, with the same words and lines. */
@NullMarked
package dev.auditflow.render.yaml;

import org.jspecify.annotations.NullMarked;
