package dev.auditflow.render;

/** Renders by helm-java, and by the helm binary what helm-java cannot do; without a binary it says so. */
public final class AutoHelm implements HelmEngine {
    private final EmbeddedHelm embedded;
    private final HelmBinary binary;

    public AutoHelm(EmbeddedHelm embedded, HelmBinary binary) {
        this.embedded = embedded;
        this.binary = binary;
    }

    @Override
    public String name() {
        return "auto";
    }

    @Override
    public RenderResult render(HelmRequest request) {
        RenderResult result = embedded.render(request);
        boolean refused =
                result instanceof RenderResult.Failed failed && failed.remedy().equals(EmbeddedHelm.OTHERS);
        return refused && binary.find().isPresent() ? binary.render(request) : result;
    }
}
