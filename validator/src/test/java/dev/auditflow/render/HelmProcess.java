package dev.auditflow.render;

import dev.auditflow.host.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code helm template} says to a request as it is, where {@link HelmBinary} looks at the chart first. */
final class HelmProcess {
    private final Path helm;

    HelmProcess(Path helm) {
        this.helm = helm;
    }

    RenderResult render(HelmRequest request) {
        List<String> command = new ArrayList<>(List.of(
                helm.toString(),
                "template",
                "--namespace=" + request.namespace(),
                "--kube-version=" + request.kubeVersion()));
        request.valuesFiles().forEach(file -> command.add("--values=" + file.toAbsolutePath()));
        request.set().forEach(text -> command.add("--set=" + text));
        request.setString().forEach(text -> command.add("--set-string=" + text));
        request.setJson().forEach(text -> command.add("--set-json=" + text));
        request.apiVersions().forEach(text -> command.add("--api-versions=" + text));
        addIf(command, request.includeCrds(), "--include-crds");
        addIf(command, request.noHooks(), "--no-hooks");
        addIf(command, request.skipTests(), "--skip-tests");
        addIf(command, request.isUpgrade(), "--is-upgrade");
        command.addAll(List.of(
                "--", request.releaseName(), request.chart().toAbsolutePath().toString()));
        String chart = request.chart().toString();
        try {
            Command.Result result = Command.of(command)
                    .withEnvironment(Map.of("HOME", "/nonexistent", "KUBECONFIG", "/dev/null"))
                    .run();
            return result.exitCode() == 0
                    ? new RenderResult.Rendered(new Rendering(
                            List.of(new Rendering.RenderedFile(chart, result.output(), (_, _) -> List.of())),
                            List.of()))
                    : HelmFailure.of(result.errors(), chart);
        } catch (Command.Failure e) {
            return new RenderResult.Failed(String.valueOf(e.getMessage()), chart, 0, 0, "");
        }
    }

    private static void addIf(List<String> command, boolean wanted, String flag) {
        if (wanted) {
            command.add(flag);
        }
    }
}
