package dev.auditflow.cli;

import dev.auditflow.config.ChartOptions;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.Naming;
import dev.auditflow.config.Source;
import dev.auditflow.config.Target;
import dev.auditflow.render.Renderer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Helm's own flags, for inputs named on the command line. */
final class HelmFlags {
    @Option(
            names = {"-f", "--values"},
            paramLabel = "FILE",
            description = "Values file; repeatable, later ones win.")
    private List<Path> values = new ArrayList<>();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Set values; repeatable.")
    private List<String> set = new ArrayList<>();

    @Option(names = "--set-string", paramLabel = "KEY=VALUE", description = "Set string values; repeatable.")
    private List<String> setString = new ArrayList<>();

    @Option(names = "--set-file", paramLabel = "KEY=FILE", description = "Set values from files; repeatable.")
    private List<String> setFile = new ArrayList<>();

    @Option(names = "--set-json", paramLabel = "KEY=JSON", description = "Set JSON values; repeatable.")
    private List<String> setJson = new ArrayList<>();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "Namespace of the release (default: default).")
    private String namespace = "";

    @Option(
            names = "--release-name",
            paramLabel = "NAME",
            description = "Name of the release (default: release-name, as Helm).")
    private String releaseName = "";

    @Option(
            names = "--kube-version",
            paramLabel = "VERSION",
            split = ",",
            description = "Kubernetes version to check for; repeatable or comma-separated.")
    private List<String> kubeVersions = new ArrayList<>();

    @Option(
            names = {"-a", "--api-versions"},
            paramLabel = "API",
            split = ",",
            description = "API versions that .Capabilities knows beside Helm's own; repeatable.")
    private List<String> apiVersions = new ArrayList<>();

    @Option(
            names = "--lookup",
            paramLabel = "FILE",
            description = "Objects, YAML or JSON, that the function lookup answers from; without it, it finds nothing.")
    private List<Path> lookup = new ArrayList<>();

    @Option(names = "--include-crds", description = "Render and check the chart's crds/ too.")
    private boolean includeCrds;

    @Option(names = "--no-hooks", description = "Leave hooks out.")
    private boolean noHooks;

    /** The input as targets, one for each Kubernetes version. @throws ConfigException for flags that make no sense */
    List<Target> targets(Path input) throws ConfigException {
        for (Path file : values) {
            if (!Files.exists(file)) {
                throw new ConfigException("The values file " + file + " does not exist");
            }
            if (!Files.isRegularFile(file)) {
                throw new ConfigException("The values file " + file + " is no regular file; it is read more than once");
            }
        }
        for (Path file : lookup) {
            if (!Files.isRegularFile(file)) {
                throw new ConfigException("--lookup names " + file + ", which is no file");
            }
        }
        Source source = Renderer.sourceOf(input);
        if (!(source instanceof Source.Chart)) {
            refuse(chartFlags(), input + " is no chart");
        }
        List<String> versions = kubeVersions();
        List<Target> targets = new ArrayList<>();
        for (String version : versions.isEmpty() ? List.of(Config.DEFAULT_KUBERNETES) : versions) {
            targets.add(new Target(input.toString(), "", "", version, source, options(), false));
        }
        return targets;
    }

    private ChartOptions options() throws ConfigException {
        String release = releaseName.isEmpty() ? "release-name" : releaseName;
        if (!Naming.isRelease(release)) {
            throw new ConfigException("--release-name: \"" + release
                    + "\" cannot name a release; Helm takes lower case letters, digits, - and . (at most 53)");
        }
        String into = namespace.isEmpty() ? "default" : namespace;
        if (!Naming.isNamespace(into)) {
            throw new ConfigException("--namespace: \"" + into + "\" cannot name a namespace");
        }
        return new ChartOptions(
                release, into, values, set, setString, setFile, setJson, apiVersions, lookup, includeCrds, noHooks);
    }

    /** Targets of the configuration take everything but the version from there: a flag would be ignored. */
    void refuseChartFlags(Target configured) throws ConfigException {
        List<String> given = chartFlags();
        if (!namespace.isEmpty()) {
            given.add("--namespace");
        }
        refuse(given, "the configuration says how " + configured.release() + " is rendered");
    }

    private static void refuse(List<String> given, String why) throws ConfigException {
        if (!given.isEmpty()) {
            throw new ConfigException("%s would be ignored: %s".formatted(String.join(", ", given), why));
        }
    }

    private List<String> chartFlags() {
        List<String> given = new ArrayList<>();
        addIf(given, !values.isEmpty(), "--values");
        addIf(given, !set.isEmpty(), "--set");
        addIf(given, !setString.isEmpty(), "--set-string");
        addIf(given, !setFile.isEmpty(), "--set-file");
        addIf(given, !setJson.isEmpty(), "--set-json");
        addIf(given, !apiVersions.isEmpty(), "--api-versions");
        addIf(given, !lookup.isEmpty(), "--lookup");
        addIf(given, !releaseName.isEmpty(), "--release-name");
        addIf(given, includeCrds, "--include-crds");
        addIf(given, noHooks, "--no-hooks");
        return given;
    }

    private static void addIf(List<String> flags, boolean given, String flag) {
        if (given) {
            flags.add(flag);
        }
    }

    /** Targets of the configuration for the versions of the flag; as they are without one. */
    List<Target> withKubeVersions(List<Target> configured) throws ConfigException {
        List<String> versions = kubeVersions();
        if (versions.isEmpty()) {
            return configured;
        }
        List<Target> targets = new ArrayList<>();
        for (Target target : configured) {
            for (String version : versions) {
                boolean golden = target.golden() && target.kubernetesVersion().equals(version);
                targets.add(new Target(
                        target.release(),
                        target.environment(),
                        target.scenario(),
                        version,
                        target.source(),
                        target.options(),
                        golden));
            }
        }
        Map<String, Target> byName = new LinkedHashMap<>();
        for (Target target : targets) {
            String name = String.join(
                    "/", target.release(), target.environment(), target.scenario(), target.kubernetesVersion());
            byName.merge(name, target, (a, b) -> a.golden() ? a : b);
        }
        return List.copyOf(byName.values());
    }

    /** The Kubernetes versions that the user named; empty for those of the configuration. */
    List<String> kubeVersions() throws ConfigException {
        for (String version : kubeVersions) {
            if (!Naming.isKubernetesVersion(version)) {
                throw new ConfigException("--kube-version takes a version such as 1.34, not \"" + version + "\"");
            }
        }
        return kubeVersions.stream().map(ConfigReader::minor).distinct().toList();
    }
}
