package dev.auditflow.cli;

import dev.auditflow.config.ChartOptions;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.Target;
import dev.auditflow.render.Renderer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    private String namespace = "default";

    @Option(
            names = "--release-name",
            paramLabel = "NAME",
            description = "Name of the release (default: release-name, as Helm).")
    private String releaseName = "release-name";

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

    @Option(names = "--include-crds", description = "Render and check the chart's crds/ too.")
    private boolean includeCrds;

    @Option(names = "--no-hooks", description = "Leave hooks out.")
    private boolean noHooks;

    /** The input as targets, one for each Kubernetes version. @throws ConfigException for flags that make no sense */
    List<Target> targets(Path input) throws ConfigException {
        for (Path file : values) {
            if (!Files.isRegularFile(file)) {
                throw new ConfigException("The values file " + file + " does not exist");
            }
        }
        ChartOptions options = new ChartOptions(
                releaseName, namespace, values, set, setString, setFile, setJson, apiVersions, includeCrds, noHooks);
        List<Target> targets = new ArrayList<>();
        for (String version : kubeVersions.isEmpty() ? List.of(Config.DEFAULT_KUBERNETES) : kubeVersions) {
            if (!version.matches("v?1\\.\\d{1,3}(\\.\\d{1,3})?")) {
                throw new ConfigException("--kube-version takes a version such as 1.34, not \"" + version + "\"");
            }
            targets.add(new Target(
                    input.toString(), "", "", ConfigReader.minor(version), Renderer.sourceOf(input), options, false));
        }
        return targets;
    }

    /** The Kubernetes versions that the user named; empty for those of the configuration. */
    List<String> kubeVersions() {
        return kubeVersions.stream().map(ConfigReader::minor).toList();
    }
}
