package dev.auditflow.cli;

import dev.auditflow.attest.KnownAttestation;
import dev.auditflow.attest.Seal;
import dev.auditflow.attest.Trust;
import dev.auditflow.check.golden.GoldenFile;
import dev.auditflow.config.AttestationSettings;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.DeploySettings;
import dev.auditflow.config.GitSettings;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.Cluster;
import dev.auditflow.deploy.DeployException;
import dev.auditflow.deploy.GitRecorded;
import dev.auditflow.deploy.LedgerEntry;
import dev.auditflow.deploy.Recorded;
import dev.auditflow.deploy.Site;
import dev.auditflow.deploy.gitops.Remote;
import dev.auditflow.drift.Fights;
import dev.auditflow.drift.Fixer;
import dev.auditflow.drift.ReleaseDetector;
import dev.auditflow.drift.ReleaseDrift;
import dev.auditflow.drift.report.ReportKeeper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One look at the releases of some environments.
 *
 * @param seal of the digests in ledgers
 * @param secrets names secrets for as long as it lives
 * @param out where repairs are told
 * @param reports keeps PolicyReports in the clusters; null for none
 */
record DriftRound(
        Config config,
        DeployFlags deployFlags,
        TrustFlags trustFlags,
        Seal seal,
        GoldenFile secrets,
        PrintWriter out,
        @Nullable ReportKeeper reports) {
    /**
     * Whether and how drift is repaired.
     *
     * @param rounds how often it is looked again after a repair
     */
    record Repair(boolean wanted, Fights fights, int rounds, Duration patience) {}

    /** Looks at the releases in one environment; a cluster that cannot be asked is in the answer. */
    List<ReleaseDrift> look(String environment, List<String> releases, Repair repair) throws ConfigException {
        DeploySettings settings = DeployFlags.settings(config, environment);
        List<ReleaseDrift> drifts = new ArrayList<>();
        List<Target> targets = targets(environment, releases);
        try (Cluster cluster = deployFlags.connect(environment, settings)) {
            Site site = deployFlags.site(cluster, environment, settings, seal, out);
            for (Target target : targets) {
                drifts.add(look(site, target, repair));
            }
            if (reports != null) {
                reports.keep(cluster, drifts);
            }
        } catch (DeployException e) {
            targets.forEach(target -> drifts.add(unseen(target, e)));
        }
        return drifts;
    }

    private static ReleaseDrift unseen(Target target, DeployException e) {
        return ReleaseDrift.unseen(
                target.name(),
                target.environment(),
                target.release(),
                target.options().namespace(),
                e.sentence());
    }

    private List<Target> targets(String environment, List<String> releases) throws ConfigException {
        List<Target> targets = new ArrayList<>();
        for (String release : releases) {
            targets.add(DeployFlags.targets(config, release, environment).getFirst());
        }
        if (releases.isEmpty()) {
            config.targets().stream()
                    .filter(target -> target.environment().equals(environment) && target.golden())
                    .forEach(targets::add);
        }
        if (targets.isEmpty()) {
            throw new ConfigException("%s has no release that goes to %s".formatted(config.file(), environment));
        }
        return targets;
    }

    private ReleaseDrift look(Site site, Target target, Repair repair) throws ConfigException {
        Trust trust = trustFlags.of(config.attestation(), target);
        GitSettings git = config.repositories().get(site.environment());
        Remote remote = git == null ? null : GitFlags.remote(git);
        ReleaseDetector detector = new ReleaseDetector(
                site,
                target,
                config.drift(),
                secrets,
                entry -> basis(target, trust, entry),
                () -> git == null || remote == null
                        ? Recorded.of(site, target)
                        : GitRecorded.of(site, target, git, remote));
        if (!repair.wanted()) {
            return detector.look();
        }
        try {
            Fixer.Outcome outcome =
                    new Fixer(site, target, detector, repair.fights(), repair.patience()).fix(repair.rounds());
            outcome.stuck().forEach(sentence -> out.printf("  stuck     %s%n", sentence));
            out.flush();
            return outcome.after();
        } catch (DeployException e) {
            return unseen(target, e);
        }
    }

    /** Who signed what should run. A row that names an attestation which does not hold is not believed. */
    private String basis(Target target, Trust trust, LedgerEntry entry) throws DeployException {
        Path file = AttestationSettings.fileOf(trustFlags.folder(config.attestation()), target);
        return switch (TrustFlags.known(file, entry, trust)) {
            case KnownAttestation.Answer.Signed(String key) ->
                "its attestation %s is signed by the key %s".formatted(entry.attestation(), key);
            case KnownAttestation.Answer.NotAtHand()
            when trust.keys().isEmpty() ->
                "no key is trusted here to tell who signed it, so the ledger and Helm's storage alone say so";
            case KnownAttestation.Answer.NotAtHand() ->
                "its attestation %s is not at hand, so the ledger and Helm's storage alone say so"
                        .formatted(entry.attestation());
            case KnownAttestation.Answer.Wrong(String reason) ->
                throw DeployException.refused(
                        "The ledger says that %s runs by the attestation %s, and %s; promote it again"
                                .formatted(target.name(), entry.attestation(), reason));
        };
    }
}
