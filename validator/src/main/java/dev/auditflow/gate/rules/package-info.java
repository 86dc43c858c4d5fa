/** Every rule of a run as its users see it: listed, described by a page of its own, tried on its examples. */
@NullMarked
package dev.auditflow.gate.rules;

import org.jspecify.annotations.NullMarked;
