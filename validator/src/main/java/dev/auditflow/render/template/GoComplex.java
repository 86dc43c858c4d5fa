package dev.auditflow.render.template;

/** A Go {@code complex128}: only literals make one. */
public record GoComplex(double real, double imaginary) {}
