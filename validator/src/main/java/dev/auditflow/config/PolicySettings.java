package dev.auditflow.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Which policies run, and how.
 *
 * @param builtin whether the built-in packs run
 * @param paths folders and files of the user's own Rego
 * @param data folders and files that become {@code data}
 * @param namespaces Rego packages to evaluate, {@code main} by default
 * @param regoVersion {@code v1}, or {@code v0} for Rego of before OPA 1.0
 * @param opaImage image of opa pinned by digest, for machines without opa on PATH; empty for none
 * @param combine whether the user's policies see all objects at once, as conftest's {@code --combine}
 * @param rules rule id to {@code off}, {@code warn} or {@code deny}
 * @param parameters pack to name to JSON text
 * @param cluster whose Gatekeeper templates and constraints run too
 */
public record PolicySettings(
        boolean builtin,
        List<Path> paths,
        List<Path> data,
        List<String> namespaces,
        String regoVersion,
        String opaImage,
        boolean combine,
        Map<String, String> rules,
        Map<String, Map<String, String>> parameters,
        PolicyCluster cluster) {
    public PolicySettings {
        paths = List.copyOf(paths);
        data = List.copyOf(data);
        namespaces = List.copyOf(namespaces);
        rules = Map.copyOf(rules);
        parameters = Map.copyOf(parameters);
    }

    /** The same for a server, which goes on while a cluster's CRDs come and go. */
    public PolicySettings forServer() {
        return new PolicySettings(
                builtin,
                paths,
                data,
                namespaces,
                regoVersion,
                opaImage,
                combine,
                rules,
                parameters,
                cluster.forServer());
    }

    /** The built-in packs with their own severities. */
    public static PolicySettings defaults() {
        return new PolicySettings(
                true, List.of(), List.of(), List.of("main"), "v1", "", false, Map.of(), Map.of(), PolicyCluster.none());
    }
}
