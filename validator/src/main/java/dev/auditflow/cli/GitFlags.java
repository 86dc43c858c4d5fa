package dev.auditflow.cli;

import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.GitAccess;
import dev.auditflow.config.GitSettings;
import dev.auditflow.deploy.gitops.GitException;
import dev.auditflow.deploy.gitops.Remote;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of the way through Git. */
final class GitFlags {
    @Option(
            names = "--via",
            paramLabel = "WAY",
            description =
                    "helm, or git: to the branch that a reconciler reads (default: git if the environment has \"git\").")
    private String via = "";

    @Option(names = "--adopt-branch", description = "Go on from a branch that somebody rewrote, as it is now.")
    private boolean adopt;

    boolean adopts() {
        return adopt;
    }

    /** What the environment says of its branch; null for the way by helm. @throws ConfigException for the other way */
    @Nullable
    GitSettings settings(Config config, String environment) throws ConfigException {
        GitSettings settings = config.repositories().get(environment);
        switch (via) {
            case "", "helm", "git" -> {}
            default -> throw new ConfigException("--via takes helm or git, not \"" + via + "\"");
        }
        if (via.equals("git") && settings == null) {
            throw new ConfigException(
                    "The environment %s has no branch; add \"git: {reconciler: argocd}\" to it".formatted(environment));
        }
        if (via.equals("helm") && settings != null) {
            throw new ConfigException(
                    "A reconciler reads the branch of %s and would undo what helm does; take \"git\" from the environment first"
                            .formatted(environment));
        }
        return settings;
    }

    /** Where the branch lives. */
    static Remote remote(GitSettings settings) throws ConfigException {
        try {
            GitAccess access =
                    settings.access().with(KeySources.token(settings.access().token()));
            return Remote.of(settings.remote(), settings.folder(), access);
        } catch (GitException e) {
            throw new ConfigException(e.sentence());
        }
    }
}
