package dev.auditflow.render;

/** Renders one chart as {@code helm template} does. Implementations are safe for use by several threads. */
public interface HelmEngine {
    /** How users choose it: {@code java}, {@code embedded} or {@code binary}. */
    String name();

    /** Renders the chart. What the chart or the user did wrong is a {@link RenderResult.Failed}, never an exception. */
    RenderResult render(HelmRequest request);
}
