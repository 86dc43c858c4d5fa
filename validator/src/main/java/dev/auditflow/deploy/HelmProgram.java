package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.attest.VerifiedRelease;
import dev.auditflow.config.Source;
import dev.auditflow.config.Target;
import dev.auditflow.host.Command;
import dev.auditflow.render.HelmRequest;
import dev.auditflow.render.HelmValues;
import dev.auditflow.render.Renderer;
import dev.auditflow.render.chart.ChartProblem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** The helm binary, Helm 3. It sees the kubeconfig and nothing of the user's Helm settings; arguments hold no values. */
final class HelmProgram {
    private static final Duration MORE = Duration.ofSeconds(30);
    private static final String NOWHERE = "/nonexistent";
    private static final List<String> PASSED = List.of(
            "HOME", "KUBECONFIG", "KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT", "HTTPS_PROXY", "NO_PROXY");

    private final Path helm;
    private final Path kubeconfig;
    private final String context;
    private final Duration timeout;
    private final Hidden hidden;

    private HelmProgram(Path helm, Path kubeconfig, String context, Duration timeout, Hidden hidden) {
        this.helm = helm;
        this.kubeconfig = kubeconfig;
        this.context = context;
        this.timeout = timeout;
        this.hidden = hidden;
    }

    /**
     * The helm to use.
     *
     * @param named by {@code HELM_BIN}; empty to look on the PATH
     * @param hidden taken out of its messages
     * @throws DeployException if there is none, or none of Helm 3
     */
    static HelmProgram find(String named, Path kubeconfig, String context, Duration timeout, Hidden hidden)
            throws DeployException {
        Optional<Path> found = named.isEmpty() ? Command.find("helm") : Optional.of(Path.of(named));
        if (found.isEmpty()) {
            throw DeployException.refused(
                    "There is no helm to deploy with; install Helm 3 on the PATH or name it by HELM_BIN");
        }
        HelmProgram program = new HelmProgram(found.get(), kubeconfig, context, timeout, hidden);
        String version = program.run(List.of("version", "--template", "{{.Version}}"), "", _ -> {})
                .output();
        if (!version.startsWith("v3.")) {
            throw DeployException.refused(
                    "%s is Helm %s; deploying needs Helm 3, whose post-renderer can be any program"
                            .formatted(found.get(), version.strip()));
        }
        return program;
    }

    /** How long one run may take at most. */
    Duration limit() {
        return timeout.plus(MORE);
    }

    /** What helm would send, rendered for this very cluster; nothing is changed. */
    StoredRelease preview(VerifiedRelease release) throws DeployException {
        List<String> arguments = new ArrayList<>(List.of("--dry-run=server", "-o", "json"));
        Command.Result result = upgrade(release, arguments, _ -> {});
        if (result.exitCode() != 0) {
            throw DeployException.refused("helm would refuse it: " + reason(result));
        }
        ObjectNode printed = HelmStorage.printed(result.output());
        return new StoredRelease(JsonNodeFactory.instance.objectNode(), printed);
    }

    /**
     * Installs or upgrades.
     *
     * @param guard the post-renderer that sees to it that what was previewed is sent
     * @param started told helm's process
     */
    Command.Result upgrade(VerifiedRelease release, Path guard, int fence, LongConsumer started)
            throws DeployException {
        String labels = "--labels=%s=%s,%s=%d"
                .formatted(StoredRelease.BUNDLE, StoredRelease.label(release.bundle()), StoredRelease.FENCE, fence);
        return upgrade(release, List.of("--post-renderer=" + guard, labels, "--timeout=" + seconds()), started);
    }

    private Command.Result upgrade(VerifiedRelease release, List<String> more, LongConsumer started)
            throws DeployException {
        Target target = release.target();
        if (!(target.source() instanceof Source.Chart chart)) {
            throw DeployException.refused(target.name() + " is no chart; only charts are promoted");
        }
        if (release.isClosed()) {
            throw DeployException.refused(target.name() + " has values that SOPS encrypted, and nobody decrypted them");
        }
        HelmRequest request = Renderer.request(chart, target, release.values());
        try {
            HelmValues values = HelmValues.of(request);
            List<String> arguments = new ArrayList<>(List.of("upgrade", "--install", "--reset-values"));
            arguments.addAll(more);
            arguments.addAll(values.flags());
            arguments.add("--namespace=" + request.namespace());
            if (request.noHooks()) {
                arguments.add("--no-hooks");
            }
            arguments.add("--");
            arguments.add(request.releaseName());
            arguments.add(request.chart().toAbsolutePath().toString());
            return run(arguments, values.input(), started);
        } catch (ChartProblem e) {
            throw DeployException.refused(target.name() + ": " + e.failed().message());
        }
    }

    Command.Result test(Target target, LongConsumer started) throws DeployException {
        return run(named("test", target, List.of("--timeout=" + seconds())), "", started);
    }

    Command.Result rollback(Target target, int revision, LongConsumer started) throws DeployException {
        List<String> arguments = named("rollback", target, List.of("--timeout=" + seconds()));
        arguments.add(Integer.toString(revision));
        return run(arguments, "", started);
    }

    /** Objects that the chart asks to keep stay, and so does the history. */
    Command.Result uninstall(Target target, LongConsumer started) throws DeployException {
        return run(named("uninstall", target, List.of("--keep-history", "--timeout=" + seconds())), "", started);
    }

    private List<String> named(String verb, Target target, List<String> flags) {
        List<String> arguments = new ArrayList<>(List.of(verb));
        arguments.addAll(flags);
        arguments.add("--namespace=" + target.options().namespace());
        arguments.add("--");
        arguments.add(target.options().releaseName());
        return arguments;
    }

    private Command.Result run(List<String> arguments, String input, LongConsumer started) throws DeployException {
        List<String> argv = new ArrayList<>(List.of(helm.toString(), arguments.getFirst()));
        if (!kubeconfig.toString().isEmpty()) {
            argv.add("--kubeconfig=" + kubeconfig.toAbsolutePath());
        }
        if (!context.isEmpty()) {
            argv.add("--kube-context=" + context);
        }
        argv.addAll(arguments.subList(1, arguments.size()));
        try {
            Command.Result result = Command.of(argv)
                    .withInput(input)
                    .withEnvironment(environment())
                    .within(limit())
                    .run(started);
            return new Command.Result(result.exitCode(), result.output(), hidden.takenFrom(result.errors()));
        } catch (Command.Failure e) {
            throw DeployException.inconclusive(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>();
        for (String name : PASSED) {
            String value = System.getenv(name);
            if (value != null) {
                variables.put(name, value);
            }
        }
        for (String name : List.of("HELM_PLUGINS", "HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME")) {
            variables.put(name, NOWHERE);
        }
        return variables;
    }

    private String seconds() {
        return timeout.toSeconds() + "s";
    }

    /** The last line that helm printed about what went wrong. */
    static String reason(Command.Result result) {
        List<String> lines = result.errors()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("WARNING"))
                .toList();
        String last = lines.isEmpty()
                ? "exit code " + result.exitCode()
                : lines.getLast().strip();
        if (last.startsWith("* ")) {
            return last.substring(2);
        }
        return last.startsWith("Error: ") ? last.substring("Error: ".length()) : last;
    }
}
