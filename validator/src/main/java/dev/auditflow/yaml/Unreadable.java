package dev.auditflow.yaml;

/** Ends reading; the text cannot be understood from here on. */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String text;
    private final transient Mark mark;

    Unreadable(String text, Mark mark) {
        super(text, null, false, false);
        this.text = text;
        this.mark = mark;
    }

    String text() {
        return text;
    }

    Mark mark() {
        return mark;
    }
}
