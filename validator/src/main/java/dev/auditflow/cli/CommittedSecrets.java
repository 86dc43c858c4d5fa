package dev.auditflow.cli;

import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.DeploySettings;
import dev.auditflow.host.TextFiles;
import dev.auditflow.sops.SealedSecrets;
import java.nio.file.Path;
import java.util.Optional;

/** The files of Secrets that a configuration names: they lie in Git, where only what is encrypted may lie. */
final class CommittedSecrets {
    private CommittedSecrets() {}

    /** Looks at each file; no key is needed. @throws ConfigException with the line of what can be read by everybody */
    static void refusePlain(Config config) throws ConfigException {
        for (DeploySettings deploy : config.deployments().values()) {
            for (Path file : deploy.secrets()) {
                refusePlain(file);
            }
        }
    }

    private static void refusePlain(Path file) throws ConfigException {
        try {
            Optional<SealedSecrets.Plain> plain = SealedSecrets.find(TextFiles.read(file));
            if (plain.isPresent()) {
                throw new ConfigException(
                        "%s:%d: %s. Run 'sops encrypt --in-place %1$s'; if it was committed, change what is in it too"
                                .formatted(file, plain.get().line(), plain.get().message()));
            }
        } catch (TextFiles.Unusable e) {
            throw new ConfigException("The file of secrets " + e.sentence());
        }
    }
}
