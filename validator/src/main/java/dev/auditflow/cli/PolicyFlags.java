package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.config.PolicySettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags that say which policies there are and how they are evaluated. */
final class PolicyFlags {
    @Option(
            names = {"-p", "--policy"},
            paramLabel = "PATH",
            description = "Rego or Gatekeeper constraints of your own, beside the built-in packs; repeatable.")
    private List<Path> policies = new ArrayList<>();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "PATH",
            description = "YAML or JSON that your policies see as data; repeatable.")
    private List<Path> data = new ArrayList<>();

    @Option(
            names = "--policy-namespace",
            paramLabel = "NAME",
            description = "Rego package of your policies to evaluate, * for any text; repeatable (default: main).")
    private List<String> namespaces = new ArrayList<>();

    @Option(names = "--all-namespaces", description = "Evaluate every Rego package of your policies.")
    private boolean allNamespaces;

    @Option(names = "--combine", description = "Your policies see all objects at once, as a list.")
    private boolean combine;

    @Option(
            names = "--rego-version",
            paramLabel = "v0|v1",
            description = "Version of Rego that your policies are written in (default: v1).")
    private String regoVersion = "";

    @Option(names = "--no-builtin", description = "Leave the built-in packs out.")
    private boolean noBuiltin;

    @Mixin
    private PolicyClusterFlags cluster = new PolicyClusterFlags();

    /** Which cluster policies come from, and what is looked up in. */
    PolicyClusterFlags cluster() {
        return cluster;
    }

    /** Whether any of them is given. */
    boolean areGiven() {
        return !policies.isEmpty()
                || !data.isEmpty()
                || !namespaces.isEmpty()
                || !regoVersion.isEmpty()
                || allNamespaces
                || combine
                || noBuiltin
                || cluster.policies().isWanted();
    }

    /** The flags over what the configuration says. Paths of both are used. */
    PolicySettings over(PolicySettings configured) throws ConfigException {
        return over(configured, List.of());
    }

    /** @param more folders and files of Rego that no flag names */
    PolicySettings over(PolicySettings configured, List<Path> more) throws ConfigException {
        if (!List.of("", "v0", "v1").contains(regoVersion)) {
            throw new ConfigException("--rego-version takes v0 or v1, not \"" + regoVersion + "\"");
        }
        List<String> chosen = allNamespaces ? List.of("*") : namespaces;
        return new PolicySettings(
                configured.builtin() && !noBuiltin,
                joined(Stream.of(configured.paths(), policies, more)),
                joined(Stream.of(configured.data(), data)),
                chosen.isEmpty() ? configured.namespaces() : chosen,
                regoVersion.isEmpty() ? configured.regoVersion() : regoVersion,
                configured.opaImage(),
                configured.combine() || combine,
                configured.rules(),
                configured.parameters(),
                cluster.policies());
    }

    private static List<Path> joined(Stream<List<Path>> some) {
        return some.flatMap(List::stream).distinct().toList();
    }
}
