package dev.auditflow.cli;

import dev.auditflow.check.golden.GoldenFile;
import dev.auditflow.check.upgrade.Effect;
import dev.auditflow.check.upgrade.Forecast;
import dev.auditflow.check.upgrade.ServerVerdicts;
import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.diff.Comparison;
import dev.auditflow.engine.Helpers;
import dev.auditflow.engine.ServerEngine;
import dev.auditflow.engine.ServerEngines;
import dev.auditflow.host.Command;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.MapNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Model.CommandSpec;

/** Compares the objects of a release with those that they would become. */
final class UpgradeComparer {
    private final CommandSpec spec;
    private final List<String> masks;
    private final ServerEngines server = new ServerEngines(Helpers.here());
    private boolean failed;

    UpgradeComparer(CommandSpec spec, List<String> masks) {
        this.spec = spec;
        this.masks = masks;
    }

    /** Whether an engine that is there could not be asked. */
    boolean failed() {
        return failed;
    }

    /**
     * What is shown has masks and hashes of secrets; what it means is told of the objects themselves.
     *
     * @param definitions CRDs that are not among the objects
     * @param namespace of objects that name none
     * @param version of Kubernetes, {@code major.minor}
     */
    Upgrade compare(
            String name,
            List<Resource> before,
            List<Resource> after,
            List<MapNode> definitions,
            String namespace,
            String version) {
        CompletableFuture<Comparison> shown = CompletableFuture.supplyAsync(() -> masked(before, after, namespace));
        Comparison whole = Comparison.of(before, after, namespace);
        ServerVerdicts verdicts = verdicts(whole, namespace, version);
        List<Effect> effects = Forecast.of(whole, before, after, definitions, verdicts);
        return new Upgrade(name, shown.join(), effects);
    }

    private Comparison masked(List<Resource> before, List<Resource> after, String namespace) {
        GoldenFile format = new GoldenFile(masks).withKeyedSecrets();
        return Comparison.of(
                before.parallelStream().map(format::masked).toList(),
                after.parallelStream().map(format::masked).toList(),
                namespace);
    }

    /** By the server engine where it is built; one that is there and fails is no reason to believe less. */
    private ServerVerdicts verdicts(Comparison comparison, String namespace, String version) {
        Optional<ServerEngine> engine = server.of(version);
        if (engine.isEmpty()) {
            return ServerVerdicts.none();
        }
        try {
            return ServerVerdicts.of(engine.get(), comparison, namespace);
        } catch (Command.Failure e) {
            spec.commandLine().getErr().println("auditflow: the server engine failed: " + e.getMessage());
            failed = true;
            return ServerVerdicts.none();
        }
    }
}
