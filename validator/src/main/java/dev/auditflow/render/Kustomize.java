package dev.auditflow.render;

import dev.auditflow.host.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds kustomizations by the {@code kustomize} or {@code kubectl} of PATH, without plugins, Helm or a cluster. */
final class Kustomize {
    private static final List<String> FILE_NAMES = List.of("kustomization.yaml", "kustomization.yml", "Kustomization");

    private Kustomize() {}

    static boolean isKustomization(Path folder) {
        return FILE_NAMES.stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    static RenderResult build(Path folder) {
        if (!isKustomization(folder)) {
            return new RenderResult.Failed(
                    folder + " holds no kustomization.yaml", folder.toString(), 0, 0, "Check the path");
        }
        Optional<Path> kustomize = Command.find("kustomize");
        Optional<Path> program = kustomize.or(() -> Command.find("kubectl"));
        if (program.isEmpty()) {
            return new RenderResult.Failed(
                    "A kustomization needs the program kustomize or kubectl, and neither is on PATH",
                    folder.toString(),
                    0,
                    0,
                    "Install kustomize, or render the folder elsewhere and check the result");
        }
        String verb = kustomize.isPresent() ? "build" : "kustomize";
        try {
            Command.Result result = Command.of(List.of(program.get().toString(), verb, folder.toString()))
                    .withEnvironment(Map.of("HOME", "/nonexistent", "KUBECONFIG", "/dev/null"))
                    .run();
            if (result.exitCode() != 0) {
                return new RenderResult.Failed(
                        result.errors().strip(), folder.toString(), 0, 0, "Fix the kustomization");
            }
            Rendering.RenderedFile text =
                    new Rendering.RenderedFile(folder.toString(), result.output(), OriginMap.none());
            return new RenderResult.Rendered(new Rendering(List.of(text), List.of()), true);
        } catch (Command.Failure e) {
            return new RenderResult.Failed(String.valueOf(e.getMessage()), folder.toString(), 0, 0, "");
        }
    }
}
