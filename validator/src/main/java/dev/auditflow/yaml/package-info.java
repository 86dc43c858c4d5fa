/** YAML as Kubernetes reads it: nodes with marks, paths and their JSON. Knows no other package. */
@NullMarked
package dev.auditflow.yaml;

import org.jspecify.annotations.NullMarked;
