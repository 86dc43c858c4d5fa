package dev.auditflow.cli;

import dev.auditflow.config.AdmissionSettings;
import dev.auditflow.config.AttestationSettings;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.DriftSettings;
import dev.auditflow.config.PolicySettings;
import dev.auditflow.config.SchemaEngine;
import dev.auditflow.config.Target;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which targets a command is about: inputs on the command line, or those of auditflow.yaml. */
final class Selection {
    @Parameters(
            arity = "0..*",
            paramLabel = "INPUT",
            description = {
                "RELEASE[/ENVIRONMENT] of auditflow.yaml, or a chart's folder or .tgz, a folder of manifests,",
                "a kustomization, a file, - for standard input. Without one: every target of auditflow.yaml."
            })
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration (default: auditflow.yaml, if it is there).")
    private Path config = Path.of(Config.FILE_NAME);

    @Option(names = "--env", paramLabel = "NAME", split = ",", description = "Only these environments; repeatable.")
    private List<String> environments = new ArrayList<>();

    @Mixin
    private HelmFlags helm = new HelmFlags();

    /** Picks one input, for a command that takes other arguments too. */
    static Selection of(String input, Path config, HelmFlags helm) {
        Selection selection = new Selection();
        selection.inputs = List.of(input);
        selection.config = config;
        selection.helm = helm;
        return selection;
    }

    /** Picks every target of a configuration, for a command that takes no input. */
    static Selection all(Path config) {
        Selection selection = new Selection();
        selection.config = config;
        return selection;
    }

    /**
     * What a command works on.
     *
     * @param whole whether these are all targets of the configuration
     */
    record Chosen(Config config, List<Target> targets, boolean whole) {}

    /** Reads the configuration and picks the targets. @throws ConfigException with a sentence for the user */
    Chosen choose() throws ConfigException {
        Config settings = inputs.isEmpty() ? ConfigReader.read(config) : settings();
        if (inputs.isEmpty() && settings.targets().isEmpty()) {
            throw new ConfigException(config + " lists no release, so there is nothing to check");
        }
        List<Target> configured = new ArrayList<>(inputs.isEmpty() ? settings.targets() : List.of());
        List<Target> adHoc = new ArrayList<>();
        for (String input : inputs) {
            List<Target> named = settings.targets().stream()
                    .filter(target -> isNamed(target, input))
                    .toList();
            configured.addAll(named);
            if (named.isEmpty()) {
                adHoc.addAll(helm.targets(path(input)));
            }
        }
        if (!configured.isEmpty()) {
            helm.refuseChartFlags(configured.getFirst());
        }
        List<Target> targets = new ArrayList<>(helm.withKubeVersions(ofEnvironments(settings, configured, adHoc)));
        targets.addAll(adHoc);
        boolean whole = inputs.isEmpty()
                && environments.isEmpty()
                && helm.kubeVersions().isEmpty();
        return new Chosen(settings, targets.stream().distinct().toList(), whole);
    }

    /** Files and folders that the command line names. @throws ConfigException if standard input is among them */
    List<Path> named() throws ConfigException {
        List<Path> paths = new ArrayList<>(List.of(config));
        for (String input : inputs) {
            if (input.equals("-")) {
                throw new ConfigException("Standard input cannot be watched; name a chart, a file or a folder");
            }
            paths.add(path(input));
        }
        return paths;
    }

    /** The configuration if there is one, for what needs no target. @throws ConfigException if it has a mistake */
    Config settings() throws ConfigException {
        boolean named = !config.equals(Path.of(Config.FILE_NAME));
        return named || Files.exists(config) ? ConfigReader.read(config) : none();
    }

    private List<Target> ofEnvironments(Config settings, List<Target> configured, List<Target> adHoc)
            throws ConfigException {
        if (environments.isEmpty()) {
            return configured;
        }
        if (settings.environments().isEmpty()) {
            throw new ConfigException("--env picks environments of %s, which %s"
                    .formatted(config, Files.exists(config) ? "lists none" : "does not exist"));
        }
        for (String environment : environments) {
            if (!settings.environments().contains(environment)) {
                throw new ConfigException("There is no environment \"%s\" in %s; it lists %s"
                        .formatted(environment, config, String.join(", ", settings.environments())));
            }
        }
        if (!adHoc.isEmpty()) {
            throw new ConfigException("--env picks targets of %s, and %s is none of them; leave --env out"
                    .formatted(config, adHoc.getFirst().release()));
        }
        List<Target> kept = configured.stream()
                .filter(target -> environments.contains(target.environment()))
                .toList();
        if (kept.isEmpty()) {
            throw new ConfigException(
                    "No release goes to %s, so there is nothing to check".formatted(String.join(" or ", environments)));
        }
        return kept;
    }

    private static Path path(String input) throws ConfigException {
        try {
            return Path.of(input);
        } catch (InvalidPathException e) {
            throw new ConfigException("\"%s\" is no path: %s".formatted(input, e.getReason()));
        }
    }

    private static boolean isNamed(Target target, String input) {
        String environment = target.release() + "/" + target.environment();
        return input.equals(target.release())
                || input.equals(target.name())
                || input.equals(environment)
                || input.equals(environment + "/" + target.scenario());
    }

    /** A configuration that says nothing. */
    static Config none() {
        return new Config(
                Path.of(""),
                List.of(),
                List.of(),
                PolicySettings.defaults(),
                Set.of(),
                List.of(),
                Path.of(""),
                List.of(),
                List.of(),
                Path.of(""),
                "auto",
                "3",
                SchemaEngine.auto(),
                false,
                AdmissionSettings.defaults(),
                AttestationSettings.defaults(),
                Map.of(),
                Map.of(),
                List.of(),
                DriftSettings.defaults());
    }
}
