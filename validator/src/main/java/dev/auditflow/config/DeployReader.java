package dev.auditflow.config;

import dev.auditflow.yaml.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Reads {@code deploy} of the environments. */
final class DeployReader {
    private final String file;
    private final Path folder;

    DeployReader(String file, Path folder) {
        this.file = file;
        this.folder = folder;
    }

    /** By environment; those without {@code deploy} are left out. */
    Map<String, DeploySettings> all(Map<String, Fields> environments) throws ConfigException {
        return Environments.each(environments, "deploy", this::deployment);
    }

    private DeploySettings deployment(String environment, Node node) throws ConfigException {
        Fields fields = Fields.of(
                file,
                "\"deploy\" of environment \"" + environment + "\"",
                node,
                "context",
                "cluster",
                "timeout",
                "soak",
                "approval",
                "tests",
                "secrets",
                "bake",
                "notify",
                "ledger");
        return new DeploySettings(
                fields.string("context", ""),
                fields.required("cluster"),
                fields.duration("timeout", Duration.ofMinutes(5)),
                fields.duration("soak", Duration.ZERO),
                approval(fields.choice("approval", "false", "true", "false", "github")),
                fields.flag("tests", true),
                fields.paths("secrets", folder),
                new BakeReader(file, folder).read(environment, fields),
                new NotificationReader(file, folder).read(fields),
                new LedgerReader(file, folder).read(environment, fields));
    }

    private static DeploySettings.Approval approval(String word) {
        return switch (word) {
            case "true" -> DeploySettings.Approval.SIGNED;
            case "github" -> DeploySettings.Approval.GITHUB;
            default -> DeploySettings.Approval.NONE;
        };
    }
}
