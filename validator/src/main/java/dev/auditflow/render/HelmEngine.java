package dev.auditflow.render;

/** Renders one chart as {@code helm template} does. Implementations are safe for use by several threads. */
public interface HelmEngine {
    /** How users choose it: {@code java} or {@code binary}. */
    String name();

    /**
     * Whether equal requests give equal bytes, and the rendering names the calls that would give something else in a
     * cluster.
     */
    default boolean namesNoise() {
        return false;
    }

    /** The same engine that draws other random values, at another time. Helm does so each time it is asked. */
    default HelmEngine redrawn() {
        return this;
    }

    /** Renders the chart. What the chart or the user did wrong is a {@link RenderResult.Failed}, never an exception. */
    RenderResult render(HelmRequest request);
}
