package dev.auditflow.cli;

import dev.auditflow.attest.KnownAttestation;
import dev.auditflow.attest.Trust;
import dev.auditflow.config.AttestationSettings;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.DeploySettings;
import dev.auditflow.config.GitSettings;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.Cluster;
import dev.auditflow.deploy.DeployException;
import dev.auditflow.deploy.GitOperator;
import dev.auditflow.deploy.Ledger;
import dev.auditflow.deploy.LedgerChain;
import dev.auditflow.deploy.LedgerEntry;
import dev.auditflow.deploy.Operator;
import dev.auditflow.deploy.Reason;
import dev.auditflow.deploy.Site;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Why an environment runs what it runs: from the commit to the health of now, each link held against what is at hand. Changes
 * nothing.
 *
 * @param kubeconfig an empty path for the usual ones
 */
record EnvironmentChain(Config config, String environment, Path kubeconfig, TrustFlags trustFlags, PrintWriter out) {
    private static final String UNKNOWN = "nobody knows";

    /** A link that does not hold, or that nobody can look at. */
    private static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;
        private final int code;

        Broken(int code, String sentence) {
            super(sentence);
            this.code = code;
        }

        static Broken of(DeployException e) {
            return new Broken(
                    e.kind() == DeployException.Kind.REFUSED ? ExitCode.FINDINGS : ExitCode.NO_ANSWER, e.sentence());
        }
    }

    /** Explains each release of the environment. @return the gravest exit code */
    int explain() throws ConfigException {
        DeploySettings deploy = DeployFlags.settings(config, environment);
        List<Target> targets = config.targets().stream()
                .filter(target -> target.environment().equals(environment) && target.golden())
                .toList();
        int code = ExitCode.PASS;
        for (Target target : targets) {
            out.println(Target.name(target.release(), environment, "", ""));
            try {
                explain(target, deploy);
            } catch (Broken e) {
                say("broken", "", String.valueOf(e.getMessage()));
                code = Math.max(code, e.code);
            }
        }
        out.println(
                code == ExitCode.PASS
                        ? "PASS  every link holds; 'auditflow promote RELEASE --to %s --explain' says what would stop the next"
                                .formatted(environment)
                        : "FAIL  a link does not hold");
        out.flush();
        return code;
    }

    private void explain(Target target, DeploySettings deploy) throws ConfigException, Broken {
        try {
            Optional<Ledger> elsewhere = Ledger.elsewhere(
                    KeySources.ledger(deploy.ledger()),
                    environment,
                    target.options().releaseName());
            if (elsewhere.isPresent()) {
                ledger(target, elsewhere.get());
            }
            try (Cluster cluster = DeployFlags.connect(environment, deploy, kubeconfig)) {
                Site site = new DeployFlags().site(cluster, environment, deploy, trustFlags.seal(), out);
                if (elsewhere.isEmpty()) {
                    ledger(
                            target,
                            Ledger.of(
                                    site,
                                    target.options().namespace(),
                                    target.options().releaseName()));
                }
                now(target, site);
            }
        } catch (DeployException e) {
            throw Broken.of(e);
        }
    }

    /** What the ledger says, and who signed it. */
    private void ledger(Target target, Ledger ledger) throws ConfigException, DeployException, Broken {
        LedgerChain chain = ledger.chain();
        say("ok", "ledger", "%d rows, head %s".formatted(chain.entries().size(), chain.head()));
        Optional<Reason> reason = Reason.of(chain);
        if (reason.isEmpty()) {
            throw new Broken(ExitCode.FINDINGS, "no row says that anything runs");
        }
        LedgerEntry row = reason.get().brought();
        say("ok", "commit", row.commit().isEmpty() ? UNKNOWN : "%s of %s".formatted(row.commit(), row.committed()));
        say("ok", "images", row.images().isEmpty() ? "none" : String.join(", ", row.images()));
        say("ok", "rendering", row.bundle());
        say("ok", "attestation", attestation(target, row));
        say("ok", "approval", row.approval().isEmpty() ? "nobody had to" : row.approval());
        say(
                "ok",
                "promotion",
                "at %s by %s, healthy%s"
                        .formatted(row.time(), row.actor(), row.bake().isEmpty() ? "" : "; " + row.bake()));
        LedgerEntry running = reason.get().running();
        if (!running.equals(row)) {
            say(
                    "ok",
                    running.action(),
                    "at %s by %s%s"
                            .formatted(
                                    running.time(),
                                    running.actor(),
                                    running.cause().isEmpty() ? "" : ": " + running.cause()));
        }
    }

    private String attestation(Target target, LedgerEntry row) throws ConfigException, Broken {
        Trust trust = trustFlags.of(config.attestation(), target);
        Path file = AttestationSettings.fileOf(trustFlags.folder(config.attestation()), target);
        return switch (TrustFlags.known(file, row, trust)) {
            case KnownAttestation.Answer.Signed(String key) ->
                "%s, signed by the key %s".formatted(row.attestation(), key);
            case KnownAttestation.Answer.NotAtHand() ->
                "%s; it is not in %s, or no key is trusted, so the ledger alone says so"
                        .formatted(row.attestation(), file);
            case KnownAttestation.Answer.Wrong(String wrong) ->
                throw new Broken(
                        ExitCode.FINDINGS, "the attestation %s does not hold: %s".formatted(row.attestation(), wrong));
        };
    }

    /** What is there now is what the ledger says, and healthy. */
    private void now(Target target, Site site) throws ConfigException, DeployException, Broken {
        GitSettings git = config.repositories().get(environment);
        if (git == null) {
            Operator.Status status = new Operator(site, target).status();
            require(
                    !status.outside(),
                    "Helm keeps something else than what the ledger says: somebody changed it by hand");
            say("ok", "revision", "%d, %s, as the ledger says".formatted(status.revision(), status.status()));
            status.hold().ifPresent(hold -> say("ok", "hold", "since %s: %s".formatted(hold.time(), hold.reason())));
            require(
                    status.unhealthy().isEmpty(),
                    "it is not healthy now: " + status.unhealthy().orElse(""));
        } else {
            GitOperator.Status status = new GitOperator(site, target, git, GitFlags.remote(git)).status();
            require(!status.outside(), "the branch holds something else than what the ledger says");
            say("ok", "branch", "%s, commit %s, as the ledger says".formatted(status.branch(), status.head()));
            status.hold().ifPresent(hold -> say("ok", "hold", "since %s: %s".formatted(hold.time(), hold.reason())));
            require(
                    status.unready().isEmpty(),
                    "%s: %s".formatted(status.reconciler(), status.unready().orElse("")));
        }
        say("ok", "now", "healthy");
    }

    private static void require(boolean holds, String broken) throws Broken {
        if (!holds) {
            throw new Broken(ExitCode.FINDINGS, broken);
        }
    }

    private void say(String state, String name, String explanation) {
        out.printf("  %-6s %-11s  %s%n", state, name, explanation);
        out.flush();
    }
}
