package dev.auditflow.render;

/**
 * Renders by the engine of our own, which knows the origin of what it writes; a chart that calls a function which that
 * engine lacks goes to helm-java, and what helm-java refuses to the helm binary if there is one.
 */
public final class AutoHelm implements HelmEngine {
    private final JavaHelmEngine own;
    private final EmbeddedHelm embedded;
    private final HelmBinary binary;

    public AutoHelm(JavaHelmEngine own, EmbeddedHelm embedded, HelmBinary binary) {
        this.own = own;
        this.embedded = embedded;
        this.binary = binary;
    }

    @Override
    public String name() {
        return "auto";
    }

    @Override
    public RenderResult render(HelmRequest request) {
        RenderResult mine = own.render(request);
        boolean lacking = mine instanceof RenderResult.Failed failed
                && failed.message().contains("function \"")
                && failed.message().contains("not defined");
        if (!lacking) {
            return mine;
        }
        RenderResult result = embedded.render(request);
        boolean refused =
                result instanceof RenderResult.Failed failed && failed.remedy().equals(EmbeddedHelm.OTHERS);
        return refused && binary.find().isPresent() ? binary.render(request) : result;
    }
}
