package dev.auditflow.cli;

import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.DeploySettings;
import dev.auditflow.config.GitSettings;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.Cluster;
import dev.auditflow.deploy.DeployException;
import dev.auditflow.deploy.GitOperator;
import dev.auditflow.deploy.Ledger;
import dev.auditflow.deploy.Operations;
import dev.auditflow.deploy.Operator;
import dev.auditflow.deploy.Site;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One release in one environment, for what people do with it by hand. */
final class ReleaseFlags {
    @Parameters(paramLabel = "RELEASE", description = "Release of auditflow.yaml.")
    private String release = "";

    @Option(names = "--env", paramLabel = "NAME", required = true, description = "Its environment.")
    private String environment = "";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration (default: auditflow.yaml).")
    private Path config = Path.of(Config.FILE_NAME);

    @Option(
            names = "--seal-key",
            paramLabel = KeySources.FORM,
            description = "Key for the digests of renderings that hold Secrets.")
    private String sealKey = "";

    @Mixin
    private DeployFlags deployFlags = new DeployFlags();

    /** What is done with a release. */
    interface Work {
        int run(Site site, Target target, Duration patience) throws DeployException, ConfigException;
    }

    /** What is read of a release's ledger. */
    interface Reading {
        int run(Ledger ledger, Target target) throws DeployException;
    }

    /** Reads the ledger; a cluster is asked only for rows that lie in it. Turns what stops it into a sentence. */
    int reading(PrintWriter out, PrintWriter err, Reading reading) throws ConfigException {
        Config settings = ConfigReader.read(config);
        Target target = DeployFlags.targets(settings, release, environment).getFirst();
        DeploySettings deploy = DeployFlags.settings(settings, environment);
        try {
            Optional<Ledger> ledger = Ledger.elsewhere(
                    KeySources.ledger(deploy.ledger()),
                    environment,
                    target.options().releaseName());
            if (ledger.isPresent()) {
                return reading.run(ledger.get(), target);
            }
        } catch (DeployException e) {
            return DeployEnding.of(e, err);
        }
        return with(
                out,
                err,
                (site, one, _) -> reading.run(
                        Ledger.of(site, one.options().namespace(), one.options().releaseName()), one));
    }

    String environment() {
        return environment;
    }

    /** What is done with a release by the way that its environment is promoted by. */
    interface Operation {
        int run(Operations operations, Site site, Target target, Duration patience)
                throws DeployException, ConfigException;
    }

    /** Does it, and turns what stops it into a sentence. */
    int operate(PrintWriter out, PrintWriter err, Operation operation) throws ConfigException {
        GitSettings git = ConfigReader.read(config).repositories().get(environment);
        return with(out, err, (site, target, patience) -> {
            Operations operations =
                    git == null ? new Operator(site, target) : new GitOperator(site, target, git, GitFlags.remote(git));
            return operation.run(operations, site, target, patience);
        });
    }

    /** Does it, and turns what stops it into a sentence. */
    int with(PrintWriter out, PrintWriter err, Work work) throws ConfigException {
        Config settings = ConfigReader.read(config);
        Target target = DeployFlags.targets(settings, release, environment).getFirst();
        DeploySettings deploy = DeployFlags.settings(settings, environment);
        Duration patience = deployFlags.patience();
        try (Cluster cluster = deployFlags.connect(environment, deploy)) {
            Site site = deployFlags.site(cluster, environment, deploy, KeySources.seal(sealKey), out);
            return work.run(site, target, patience);
        } catch (DeployException e) {
            return DeployEnding.of(e, err);
        }
    }
}
