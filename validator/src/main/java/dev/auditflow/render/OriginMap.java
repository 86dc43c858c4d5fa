package dev.auditflow.render;

import java.util.List;

/** Knows what wrote each part of a rendered text. Implementations are immutable. */
@FunctionalInterface
public interface OriginMap {
    /**
     * The runs that wrote the text between two offsets, in order of the text; empty when nothing is known.
     *
     * @param from first offset in UTF-16 code units
     * @param to offset after the last one
     */
    List<Run> between(int from, int to);

    /** For texts that no template wrote. */
    static OriginMap none() {
        return (from, to) -> List.of();
    }

    /**
     * A stretch of text with one writer.
     *
     * @param from first offset of the stretch in the rendered text
     * @param to offset after the last one
     * @param template file of the template as Helm names it ({@code chart/templates/x.yaml}), or of the input file
     * @param line of the writing node, counted from 1; 0 when only the file is known
     * @param column of the writing node, counted from 1; 0 when not known
     * @param literal whether the text was copied unchanged (template text, or one value printed as it is)
     * @param values the values keys that were read to write it
     */
    record Run(int from, int to, String template, int line, int column, boolean literal, List<ValueRead> values) {
        public Run {
            values = List.copyOf(values);
        }
    }

    /**
     * A values key that was read, and where the winning value was set.
     *
     * @param key dotted, without {@code .Values}
     * @param file the values file, {@code --set} for flags
     * @param line counted from 1; 0 when not known
     */
    record ValueRead(String key, String file, int line) {}
}
