package dev.auditflow.render.chart;

import dev.auditflow.render.RenderResult;

/** The chart, its values or the flags cannot be used; the message is in Helm's words where Helm has them. */
public final class ChartProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String text;
    private final String file;
    private final int line;
    private final int column;
    private final String remedy;

    public ChartProblem(String message, String file, int line, String remedy) {
        this(message, file, line, 0, remedy);
    }

    /** A problem at a place; line and column are counted from 1, 0 when not known. */
    public ChartProblem(String message, String file, int line, int column, String remedy) {
        super(message, null, false, false);
        this.text = message;
        this.file = file;
        this.line = line;
        this.column = column;
        this.remedy = remedy;
    }

    ChartProblem(String message, String file) {
        this(message, file, 0, "");
    }

    /** The same problem with words before its message. */
    ChartProblem within(String words) {
        return new ChartProblem(words + ": " + text, file, line, column, remedy);
    }

    /** The problem as the result of a rendering. */
    public RenderResult.Failed failed() {
        return new RenderResult.Failed(text, file, line, column, remedy);
    }
}
