package dev.auditflow.render;

import dev.auditflow.host.Command;
import dev.auditflow.render.chart.Chart;
import dev.auditflow.render.chart.ChartLoader;
import dev.auditflow.render.chart.ChartProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs {@code helm template}. The process sees no cluster, no configuration of the user, and none of the values of
 * {@code --set} flags in its arguments but whole numbers: they reach it by standard input.
 */
public final class HelmBinary implements HelmEngine {
    private static final String NOWHERE = "/nonexistent";
    private static final List<String> HOMES = List.of(
            "HOME",
            "XDG_CACHE_HOME",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "HELM_PLUGINS",
            "HELM_CACHE_HOME",
            "HELM_CONFIG_HOME",
            "HELM_DATA_HOME");

    private final String named;

    /** @param helm path of the program; empty to find {@code helm} on PATH */
    public HelmBinary(String helm) {
        this.named = helm;
    }

    @Override
    public String name() {
        return "binary";
    }

    /** The helm that would be run, empty if there is none. */
    public Optional<Path> find() {
        return named.isEmpty()
                ? Command.find("helm")
                : Optional.of(Path.of(named).toAbsolutePath()).filter(Files::isExecutable);
    }

    @Override
    public RenderResult render(HelmRequest request) {
        Optional<Path> helm = find();
        String chart = request.chart().toString();
        if (!request.lookup().isEmpty()) {
            return new RenderResult.Failed(
                    "helm template cannot answer lookup from a file",
                    chart,
                    0,
                    0,
                    "Choose --helm-engine java, or leave the objects for lookup out");
        }
        if (helm.isEmpty()) {
            return new RenderResult.Failed(
                    "There is no helm to run for this chart",
                    chart,
                    0,
                    0,
                    "Install Helm 3 on the PATH, name it by HELM_BIN, or choose --helm-engine java");
        }
        try {
            Chart files = ChartLoader.load(request.chart());
            HelmValues values = HelmValues.of(request);
            Command.Result output = Command.of(arguments(helm.get(), request, values))
                    .withInput(values.input())
                    .withEnvironment(isolated())
                    .run();
            if (output.exitCode() != 0) {
                return HelmFailure.of(output.errors(), chart);
            }
            String text = output.output();
            Rendering.RenderedFile file =
                    new Rendering.RenderedFile(chart, text, SourceComments.of(text, files.places()));
            return new RenderResult.Rendered(new Rendering(List.of(file), RenderedDefinitions.of(files)), true);
        } catch (ChartProblem e) {
            return e.failed();
        } catch (Command.Failure e) {
            return new RenderResult.Failed(String.valueOf(e.getMessage()), chart, 0, 0, "");
        }
    }

    private static Map<String, String> isolated() {
        Map<String, String> variables = new java.util.HashMap<>();
        HOMES.forEach(home -> variables.put(home, NOWHERE));
        variables.put("KUBECONFIG", "/dev/null");
        return variables;
    }

    private static List<String> arguments(Path helm, HelmRequest request, HelmValues values) {
        List<String> command = new ArrayList<>(List.of(
                helm.toString(),
                "template",
                "--namespace=" + request.namespace(),
                "--kube-version=" + request.kubeVersion()));
        command.addAll(values.flags());
        request.apiVersions().forEach(version -> command.add("--api-versions=" + version));
        addIf(command, request.includeCrds(), "--include-crds");
        addIf(command, request.noHooks(), "--no-hooks");
        addIf(command, request.skipTests(), "--skip-tests");
        addIf(command, request.isUpgrade(), "--is-upgrade");
        addIf(command, request.skipSchemaValidation(), "--skip-schema-validation");
        command.addAll(List.of(
                "--", request.releaseName(), request.chart().toAbsolutePath().toString()));
        return command;
    }

    private static void addIf(List<String> command, boolean wanted, String flag) {
        if (wanted) {
            command.add(flag);
        }
    }
}
