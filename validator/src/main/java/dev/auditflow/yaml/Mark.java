package dev.auditflow.yaml;

/**
 * A position in a text.
 *
 * @param line counted from 1
 * @param column in UTF-16 code units, counted from 1
 * @param offset in UTF-16 code units from the start of the text, counted from 0
 * @param end offset after the last code unit of what is marked
 */
public record Mark(int line, int column, int offset, int end) {}
