package dev.auditflow.render;

import dev.auditflow.config.ChartOptions;
import dev.auditflow.config.Source;
import dev.auditflow.config.Target;
import java.io.InputStream;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** Renders targets, whatever their source. Safe for many threads; standard input is read once and kept. */
public final class Renderer {
    private final HelmEngine helm;
    private final InputStream stdin;
    private final SealedValues sealed;
    private @Nullable RenderResult read;

    public Renderer(HelmEngine helm, InputStream stdin) {
        this(helm, stdin, SealedValues.closed());
    }

    private Renderer(HelmEngine helm, InputStream stdin, SealedValues sealed) {
        this.helm = helm;
        this.stdin = stdin;
        this.sealed = sealed;
    }

    /** The same renderer with other values where SOPS encrypted them. */
    public Renderer with(SealedValues values) {
        return new Renderer(helm, stdin, values);
    }

    /** Which Helm renders charts. */
    public HelmEngine helm() {
        return helm;
    }

    /** Renders a target. What the user did wrong is a {@link RenderResult.Failed}, never an exception. */
    public RenderResult render(Target target) {
        return switch (target.source()) {
            case Source.Chart chart
            when !Files.exists(chart.path()) ->
                new RenderResult.Failed(
                        "The chart " + chart.path() + " does not exist",
                        chart.path().toString(),
                        0,
                        0,
                        "Check the path");
            case Source.Chart chart
            when Files.isDirectory(chart.path())
                    && !Files.isRegularFile(chart.path().resolve("Chart.yaml")) ->
                new RenderResult.Failed(
                        chart.path() + " holds no Chart.yaml, so it is no chart",
                        chart.path().toString(),
                        0,
                        0,
                        "Check the path");
            case Source.Chart chart -> helm.render(request(chart, target, sealed));
            case Source.Manifests manifests -> ManifestFiles.read(manifests.path());
            case Source.Kustomization kustomization -> Kustomize.build(kustomization.path());
            case Source.StandardInput _ -> standardInput();
        };
    }

    /** Several targets of a run, one for each Kubernetes version, may look at the same input. */
    private synchronized RenderResult standardInput() {
        RenderResult known = read == null ? ManifestFiles.standardInput(stdin) : read;
        read = known;
        return known;
    }

    /** What kind of input a path is. */
    public static Source sourceOf(java.nio.file.Path path) {
        String name = path.toString();
        if (name.equals("-")) {
            return new Source.StandardInput();
        }
        if (name.endsWith(".tgz") || name.endsWith(".tar.gz") || Files.isRegularFile(path.resolve("Chart.yaml"))) {
            return new Source.Chart(path);
        }
        if (Kustomize.isKustomization(path)) {
            return new Source.Kustomization(path);
        }
        return new Source.Manifests(path);
    }

    /** What Helm is asked for to render a target's chart. */
    public static HelmRequest request(Source.Chart chart, Target target, SealedValues sealed) {
        ChartOptions options = target.options();
        return HelmRequest.of(chart.path(), target.kubernetesVersion() + ".0")
                .releaseName(options.releaseName())
                .namespace(options.namespace())
                .valuesFiles(options.valuesFiles())
                .set(options.set())
                .setString(options.setString())
                .setFile(options.setFile())
                .setJson(options.setJson())
                .apiVersions(options.apiVersions())
                .lookup(options.lookup())
                .includeCrds(options.includeCrds())
                .noHooks(options.noHooks())
                .sealed(sealed)
                .build();
    }
}
