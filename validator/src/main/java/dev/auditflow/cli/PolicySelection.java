package dev.auditflow.cli;

import dev.auditflow.check.policy.gatekeeper.EnforcementPoint;
import dev.auditflow.check.policy.gatekeeper.Surroundings;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.PolicySettings;
import dev.auditflow.gate.rules.RuleCatalog;
import dev.auditflow.host.TextFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which policies a command is about: those of auditflow.yaml and of flags. */
final class PolicySelection {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration (default: auditflow.yaml, if it is there).")
    private Path config = Path.of(Config.FILE_NAME);

    @Mixin
    private PolicyFlags flags = new PolicyFlags();

    /** What the configuration and the flags say. @throws ConfigException if either has a mistake */
    PolicySettings settings() throws ConfigException {
        return settings(List.of());
    }

    /** @param more folders and files of Rego beside those of flags */
    PolicySettings settings(List<Path> more) throws ConfigException {
        boolean named = !config.equals(Path.of(Config.FILE_NAME));
        boolean there = named || Files.exists(config);
        return flags.over(there ? ConfigReader.read(config).policies() : PolicySettings.defaults(), more);
    }

    /** The text of the configuration, empty if there is none. @throws ConfigException if it has a mistake */
    String text() throws ConfigException {
        settings();
        try {
            return Files.exists(config) ? TextFiles.read(config) : "";
        } catch (TextFiles.Unusable e) {
            throw new ConfigException(e.sentence());
        }
    }

    /** The policies, compiled. @throws ConfigException if they do not compile, or are configured by names they lack */
    Policies load(PolicySettings settings) throws ConfigException {
        return checked(Policies.of(settings), Set.of());
    }

    /**
     * The policies for their tests. Constraints beside suites are examples, which the suites name: they are not loaded
     * here, where two of one name would be too many.
     */
    Policies load(OwnPolicyFiles files) throws ConfigException {
        return files.files().suites().isEmpty()
                ? checked(
                        Policies.of(files, files.gatekeeper(EnforcementPoint.COMMAND_LINE, Surroundings.none())),
                        Set.of())
                : checked(Policies.of(files, Optional.empty()), files.files().ids());
    }

    private Policies checked(Policies policies, Set<String> others) throws ConfigException {
        policies.refuseUnknown(
                config, RuleCatalog.ofTheGate().stream().map(rule -> rule.id()).collect(Collectors.toSet()), others);
        return policies;
    }
}
