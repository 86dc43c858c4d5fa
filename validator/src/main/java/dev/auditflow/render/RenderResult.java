package dev.auditflow.render;

/** What rendering a target gave. */
public sealed interface RenderResult {
    /**
     * The target rendered.
     *
     * @param byProgram whether another program made the rendering, so that not all that went into it is known here
     */
    record Rendered(Rendering rendering, boolean byProgram) implements RenderResult {
        /** A rendering made in this process. */
        public Rendered(Rendering rendering) {
            this(rendering, false);
        }
    }

    /**
     * The target could not be rendered.
     *
     * @param message what failed, in the engine's or chart's own words
     * @param file the chart, template or input file; empty if there is none
     * @param line counted from 1; 0 when not known
     * @param column counted from 1; 0 when not known
     * @param remedy what to do; may be empty
     */
    record Failed(String message, String file, int line, int column, String remedy) implements RenderResult {}
}
