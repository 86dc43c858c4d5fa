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
     * @param template file of the template, or the input file
     * @param line of the writing node, counted from 1; 0 when only the file is known
     * @param column of the writing node, counted from 1; 0 when not known
     * @param literal whether the text was copied unchanged (template text, or one value printed as it is)
     * @param text whether the text stands in the file as it is, so that columns can be counted on inside the stretch
     * @param values the values keys that were read to write it
     * @param calls where the template was called from, innermost first
     */
    record Run(
            int from,
            int to,
            String template,
            int line,
            int column,
            boolean literal,
            boolean text,
            List<ValueRead> values,
            List<Call> calls) {
        public Run {
            values = List.copyOf(values);
            calls = List.copyOf(calls);
        }

        /** A stretch of a file without a template. */
        public static Run ofFile(int from, int to, String file) {
            return new Run(from, to, file, 0, 0, true, false, List.of(), List.of());
        }

        /** The same stretch in a text where it stands further down. */
        public Run shifted(int by) {
            return new Run(from + by, to + by, template, line, column, literal, text, values, calls);
        }
    }

    /**
     * A place that called the template at work: {@code include}, {@code template} or {@code tpl}.
     *
     * @param template file of the calling template
     * @param line counted from 1
     * @param column counted from 1
     */
    record Call(String template, int line, int column) {}

    /**
     * A values key that was read, and where the winning value was set.
     *
     * @param key dotted, without {@code .Values}
     * @param file the values file, {@code --set} for flags
     * @param line counted from 1; 0 when not known
     * @param overridden the settings of the same key that would have counted without this one, the next one first
     */
    record ValueRead(String key, String file, int line, List<ValueRead> overridden) {
        public ValueRead {
            overridden = List.copyOf(overridden);
        }
    }
}
