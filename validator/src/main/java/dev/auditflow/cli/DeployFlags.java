package dev.auditflow.cli;

import dev.auditflow.attest.Seal;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.DeploySettings;
import dev.auditflow.config.Durations;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.Cluster;
import dev.auditflow.deploy.DeployException;
import dev.auditflow.deploy.Site;
import dev.auditflow.deploy.SourceCommit;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Flags of commands that work on a cluster. */
final class DeployFlags {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Kubeconfig (default: KUBECONFIG, ~/.kube/config, or the pod's service account).")
    private Path kubeconfig = Path.of("");

    @Option(
            names = "--actor",
            paramLabel = "NAME",
            description = "Who does it, for the ledger (default: GITHUB_ACTOR or the user).")
    private String actor = "";

    @Option(names = "--wait", paramLabel = "TIME", description = "How long to wait for another promoter, such as 10m.")
    private String wait = "";

    @Option(
            names = "--evidence",
            paramLabel = "FOLDER",
            description = "Where what is known of a failure is saved (default: .auditflow/evidence).")
    private Path evidence = Path.of(".auditflow/evidence");

    /** What the configuration says of deploying to an environment. @throws ConfigException if it says nothing */
    static DeploySettings settings(Config config, String environment) throws ConfigException {
        if (!config.environments().contains(environment)) {
            throw new ConfigException("There is no environment \"%s\" in %s; it lists %s"
                    .formatted(environment, config.file(), String.join(", ", config.environments())));
        }
        DeploySettings settings = config.deployments().get(environment);
        if (settings == null) {
            throw new ConfigException(
                    "%s does not say where %s is; add \"deploy: {context: …, cluster: …}\" to the environment"
                            .formatted(config.file(), environment));
        }
        return settings;
    }

    /** The targets of a release in an environment, one for each Kubernetes version. */
    static List<Target> targets(Config config, String release, String environment) throws ConfigException {
        List<Target> targets = config.targets().stream()
                .filter(target -> target.release().equals(release)
                        && target.environment().equals(environment)
                        && target.scenario().isEmpty())
                .toList();
        if (targets.isEmpty()) {
            throw new ConfigException(
                    "%s has no release \"%s\" that goes to %s".formatted(config.file(), release, environment));
        }
        return targets;
    }

    Cluster connect(String environment, DeploySettings settings) throws DeployException {
        return connect(environment, settings, kubeconfig);
    }

    /**
     * The environment's cluster, and no other.
     *
     * @param kubeconfig an empty path for the usual ones
     */
    static Cluster connect(String environment, DeploySettings settings, Path kubeconfig) throws DeployException {
        return Site.connect(environment, settings, kubeconfig);
    }

    /** A verdict over one version says nothing of another. @throws ConfigException if no target is of this version */
    static Target ofVersion(List<Target> targets, String environment, String version) throws ConfigException {
        return targets.stream()
                .filter(target -> target.kubernetesVersion().equals(version))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        "%s runs Kubernetes %s, and %s is judged for %s only; add \"%s\" to its \"kubernetes\""
                                .formatted(
                                        environment,
                                        version,
                                        targets.getFirst().release(),
                                        String.join(
                                                ", ",
                                                targets.stream()
                                                        .map(Target::kubernetesVersion)
                                                        .toList()),
                                        version)));
    }

    Site site(Cluster cluster, String environment, DeploySettings settings, Seal seal, PrintWriter out)
            throws ConfigException {
        return site(cluster, environment, settings, seal, SourceCommit.none(), sentence -> {
            out.println("  " + sentence);
            out.flush();
        });
    }

    /** With what is promoted from, and who hears what is done. */
    Site site(
            Cluster cluster,
            String environment,
            DeploySettings settings,
            Seal seal,
            SourceCommit source,
            Consumer<String> say)
            throws ConfigException {
        return new Site(
                cluster,
                environment,
                settings,
                kubeconfig,
                System.getenv().getOrDefault("HELM_BIN", ""),
                seal,
                actor(),
                evidence,
                Clock.systemUTC(),
                say,
                source,
                KeySources.ledger(settings.ledger()));
    }

    Duration patience() throws ConfigException {
        if (wait.isEmpty()) {
            return Duration.ZERO;
        }
        return Durations.read(wait)
                .orElseThrow(() -> new ConfigException("--wait takes " + Durations.FORM + ", not \"" + wait + "\""));
    }

    String actor() {
        String github = System.getenv().getOrDefault("GITHUB_ACTOR", "");
        String user = github.isEmpty() ? System.getProperty("user.name", "unknown") : github;
        return actor.isEmpty() ? user : actor;
    }
}
