package dev.auditflow.attest;

/**
 * A subject of a statement: what a digest is of.
 *
 * @param digest SHA-256 in lower case hex
 */
public record Named(String name, String digest) {}
