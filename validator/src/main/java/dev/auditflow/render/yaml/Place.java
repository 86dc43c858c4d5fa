package dev.auditflow.render.yaml;

import dev.auditflow.yaml.Mark;

/**
 * A place in a text.
 *
 * @param offset in UTF-16 code units, counted from 0
 * @param index in characters, counted from 0
 * @param line counted from 0
 * @param column in characters, counted from 0
 */
record Place(int offset, int index, int line, int column) {
    /** The stretch from here to another place. */
    Mark to(Place end) {
        return new Mark(line + 1, column + 1, offset, end.offset);
    }
}
