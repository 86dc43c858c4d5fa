package dev.auditflow.manifest;

/**
 * A place in a file, as a person would look it up.
 *
 * @param file path as given by the user or relative to the working directory; empty if there is none
 * @param line counted from 1, or 0 when the line is not known (never invented)
 * @param column counted from 1, or 0 when not known
 */
public record Place(String file, int line, int column) {
    private static final Place NONE = new Place("", 0, 0);

    public static Place none() {
        return NONE;
    }

    public static Place file(String file) {
        return new Place(file, 0, 0);
    }

    public boolean isNone() {
        return file.isEmpty();
    }

    /** {@code file:line}, or the file alone when the line is not known. */
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line;
    }
}
