package dev.auditflow.cli;

import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.PolicySettings;
import dev.auditflow.config.SchemaEngine;
import dev.auditflow.config.Target;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
                "A chart's folder or .tgz, a folder of manifests, a kustomization, a file, - for standard input,",
                "or RELEASE[/ENVIRONMENT] of auditflow.yaml. Without one: every target of auditflow.yaml."
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

    /**
     * What a command works on.
     *
     * @param whole whether these are all targets of the configuration
     */
    record Chosen(Config config, List<Target> targets, boolean whole) {}

    /** Reads the configuration and picks the targets. @throws ConfigException with a sentence for the user */
    Chosen choose() throws ConfigException {
        boolean named = !config.equals(Path.of(Config.FILE_NAME));
        Config settings = named || inputs.isEmpty() || Files.exists(config) ? ConfigReader.read(config) : none();
        List<Target> targets = new ArrayList<>();
        if (inputs.isEmpty()) {
            if (settings.targets().isEmpty()) {
                throw new ConfigException(config + " lists no release, so there is nothing to check");
            }
            targets.addAll(settings.targets());
        }
        for (String input : inputs) {
            List<Target> configured = settings.targets().stream()
                    .filter(target -> isNamed(target, input))
                    .toList();
            boolean exists = input.equals("-") || Files.exists(Path.of(input), LinkOption.NOFOLLOW_LINKS);
            targets.addAll(exists || configured.isEmpty() ? helm.targets(Path.of(input)) : configured);
        }
        for (String environment : environments) {
            if (!settings.environments().contains(environment)) {
                throw new ConfigException("There is no environment \"%s\" in %s; it lists %s"
                        .formatted(environment, config, String.join(", ", settings.environments())));
            }
        }
        List<Target> kept = targets.stream()
                .filter(target -> environments.isEmpty()
                        || target.environment().isEmpty()
                        || environments.contains(target.environment()))
                .toList();
        return new Chosen(settings, kept, inputs.isEmpty() && environments.isEmpty());
    }

    private static boolean isNamed(Target target, String input) {
        String environment = target.release() + "/" + target.environment();
        return input.equals(target.release())
                || input.equals(environment)
                || input.equals(environment + "/" + target.scenario());
    }

    private static Config none() {
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
                SchemaEngine.embedded(),
                false);
    }
}
