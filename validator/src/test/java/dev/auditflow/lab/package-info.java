/** A real API server for tests. */
@org.jspecify.annotations.NullMarked
package dev.auditflow.lab;
