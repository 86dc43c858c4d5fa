/** Targets become renderings: charts, plain manifests, kustomize directories and standard input. */
@NullMarked
package dev.auditflow.render;

import org.jspecify.annotations.NullMarked;
