package dev.auditflow.render.template;

/** A template that cannot be parsed or executed; the message is the one that Go gives. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String template;
    private final int line;
    private final int column;

    /** An error of a function, not placed yet. */
    public TemplateException(String message) {
        this(message, "", 0, 0);
    }

    /**
     * An error at a place.
     *
     * @param template file of the template, empty when not known
     * @param line counted from 1, 0 when not known
     * @param column in bytes, counted from 0 as Go does
     */
    public TemplateException(String message, String template, int line, int column) {
        super(message, null, false, false);
        this.template = template;
        this.line = line;
        this.column = column;
    }

    /** The message. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /** File of the template, empty when not known. */
    public String template() {
        return template;
    }

    /** Line of the innermost failing node, counted from 1; 0 when not known. */
    public int line() {
        return line;
    }

    /** Column of the innermost failing node in bytes, counted from 0. */
    public int column() {
        return column;
    }
}
