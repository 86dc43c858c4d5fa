package dev.auditflow.init;

/**
 * Something that was found and is not in the configuration.
 *
 * @param what a path relative to the repository's root, with {@code /} between folders
 * @param reason a sentence without its full stop
 */
public record LeftOut(String what, String reason) {}
