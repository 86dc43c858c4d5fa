package dev.auditflow.deploy;

import dev.auditflow.attest.VerifiedRelease;
import dev.auditflow.deploy.rows.LedgerPlace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The environment before must run the same: the same chart, judged by the same policies, with the same images, tested, and still
 * as healthy, for the time that is asked for.
 */
public final class Precedent {
    private final Cluster cluster;
    private final String environment;
    private final String namespace;
    private final Clock clock;
    private final LedgerPlace ledger;

    private final @Nullable GitPrecedent git;

    /**
     * Looks at the environment before, which {@code cluster} is and whose ledgers lie there.
     *
     * @param git if a reconciler brings releases there
     */
    public Precedent(
            Cluster cluster,
            String environment,
            String namespace,
            Clock clock,
            LedgerPlace ledger,
            @Nullable GitPrecedent git) {
        this.ledger = ledger;
        this.git = git;
        this.cluster = cluster;
        this.environment = environment;
        this.namespace = namespace;
        this.clock = clock;
    }

    /**
     * Looks at it.
     *
     * @param soak how long it must have been so
     * @param say told which images it does not run
     * @throws DeployException with a sentence if it does not run the same
     */
    public void require(VerifiedRelease release, Duration soak, Consumer<String> say) throws DeployException {
        String name = release.target().options().releaseName();
        List<LedgerEntry> entries =
                Ledger.of(ledger, cluster, environment, namespace, name).chain().entries();
        Optional<LedgerEntry> last =
                entries.stream().filter(entry -> entry.toRevision() > 0).reduce((_, later) -> later);
        if (last.isEmpty() || !last.get().isPassed()) {
            throw refused(name, "its last promotion " + (last.isEmpty() ? "never was" : "did not pass"));
        }
        LedgerEntry entry = last.get();
        if (!entry.chart().equals(Records.chart(release))) {
            throw refused(name, "it runs another chart (%s)".formatted(entry.chart()));
        }
        if (!entry.policies().equals(release.policies())) {
            throw refused(name, "what it runs was judged by other policies (%s)".formatted(entry.policies()));
        }
        images(name, entry.images(), release.references(), say);
        Instant since = Instant.parse(entry.time());
        if (!soak.isZero() && since.plus(soak).isAfter(clock.instant())) {
            throw refused(
                    name,
                    "it runs it since %s, and %s are asked for"
                            .formatted(since, dev.auditflow.config.Durations.write(soak)));
        }
        live(name, entry);
    }

    /** Environments may have parts that others lack; what both run must be the same. */
    private void images(String name, List<String> before, List<String> now, Consumer<String> say)
            throws DeployException {
        List<String> unknown = new ArrayList<>();
        for (String image : now) {
            if (before.contains(image)) {
                continue;
            }
            Optional<String> other = before.stream()
                    .filter(one -> repository(one).equals(repository(image)))
                    .findFirst();
            if (other.isPresent()) {
                throw refused(name, "it runs the image %s, not %s".formatted(other.get(), image));
            }
            unknown.add(image);
        }
        if (!unknown.isEmpty()) {
            say.accept("%s does not run %s".formatted(environment, String.join(", ", unknown)));
        }
    }

    static String repository(String image) {
        String plain = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
        int colon = plain.lastIndexOf(':');
        return colon > plain.lastIndexOf('/') ? plain.substring(0, colon) : plain;
    }

    private void live(String name, LedgerEntry entry) throws DeployException {
        if (git != null) {
            Optional<String> trouble =
                    git.trouble(cluster, Ledger.of(ledger, cluster, environment, namespace, name), entry);
            if (trouble.isPresent()) {
                throw refused(name, trouble.get());
            }
            return;
        }
        Optional<StoredRelease> stored = new HelmStorage(cluster, namespace, name).last();
        boolean same = stored.filter(one -> one.revision() == entry.toRevision())
                .filter(one -> one.status().equals("deployed") && one.isOf(entry.bundle()))
                .isPresent();
        if (!same) {
            throw refused(
                    name,
                    "what runs there now is not what its ledger says (revision %d)".formatted(entry.toRevision()));
        }
        Optional<String> bad = ReleaseHealth.of(cluster, stored.orElseThrow(), namespace, clock)
                .unhealthy();
        if (bad.isPresent()) {
            throw refused(name, "it is not healthy there: " + bad.get());
        }
    }

    private DeployException refused(String name, String why) {
        return DeployException.refused(
                "%s must run the same first, and %s does not: %s".formatted(name, environment, why));
    }
}
