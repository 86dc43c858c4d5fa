package dev.auditflow.deploy;

import dev.auditflow.deploy.rows.FileRows;
import dev.auditflow.deploy.rows.GitRows;
import dev.auditflow.deploy.rows.LedgerPlace;
import dev.auditflow.deploy.rows.LedgerRows;
import dev.auditflow.deploy.rows.SqlRows;
import java.util.List;
import java.util.Optional;

/** The ledger of one release in one environment, wherever its rows lie. */
public final class Ledger {
    private static final int TRIES = 20;

    private final LedgerRows rows;
    private final String release;

    /** One whose rows lie here. */
    public Ledger(LedgerRows rows, String release) {
        this.rows = rows;
        this.release = release;
    }

    /** One in ConfigMaps beside the release. */
    public Ledger(Cluster cluster, String namespace, String release) {
        this(new ConfigMapRows(cluster, namespace, release), release);
    }

    /** The ledger of a release at a site. @throws DeployException if its place cannot be one */
    public static Ledger of(Site site, String namespace, String release) throws DeployException {
        return of(site.ledger(), site.cluster(), site.environment(), namespace, release);
    }

    /** The ledger of a release in an environment. @throws DeployException if its place cannot be one */
    public static Ledger of(LedgerPlace place, Cluster cluster, String environment, String namespace, String release)
            throws DeployException {
        Optional<Ledger> elsewhere = elsewhere(place, environment, release);
        return elsewhere.isPresent() ? elsewhere.get() : new Ledger(cluster, namespace, release);
    }

    /**
     * The ledger of a release, if its rows do not lie in the cluster, so that it can be read where there is none.
     *
     * @throws DeployException if its place cannot be one
     */
    public static Optional<Ledger> elsewhere(LedgerPlace place, String environment, String release)
            throws DeployException {
        try {
            return switch (place) {
                case LedgerPlace.InCluster _ -> Optional.empty();
                case LedgerPlace.Folder folder ->
                    Optional.of(new Ledger(
                            new FileRows(folder.folder().resolve(environment).resolve(release + ".jsonl")), release));
                case LedgerPlace.Git git -> Optional.of(new Ledger(new GitRows(git, environment, release), release));
                case LedgerPlace.Database database ->
                    Optional.of(new Ledger(new SqlRows(database, environment, release), release));
            };
        } catch (LedgerRows.Unavailable e) {
            throw DeployException.refused(e.sentence());
        }
    }

    /** The rows, as lines of JSON. */
    public List<String> lines() throws DeployException {
        try {
            return rows.lines();
        } catch (LedgerRows.Unavailable e) {
            throw stopped(e);
        }
    }

    /** The rows, each held against the one before. @throws DeployException if the chain is broken */
    public LedgerChain chain() throws DeployException {
        return chain(lines());
    }

    private LedgerChain chain(List<String> lines) throws DeployException {
        try {
            return LedgerChain.read(lines);
        } catch (LedgerChain.Broken e) {
            throw DeployException.refused("The ledger of %s is broken, so nothing in it can be believed. %s"
                    .formatted(release, e.sentence()));
        }
    }

    /** Adds an entry, unless the same run wrote it already. */
    void append(LedgerEntry entry) throws DeployException {
        for (int i = 0; i < TRIES; i++) {
            LedgerChain chain = chain();
            boolean there = chain.entries().stream()
                    .anyMatch(one ->
                            one.plan().equals(entry.plan()) && one.action().equals(entry.action()));
            if (there || isAdded(chain, entry)) {
                return;
            }
        }
        throw DeployException.inconclusive(
                "The ledger of %s is written by somebody else all the time".formatted(release));
    }

    private boolean isAdded(LedgerChain chain, LedgerEntry entry) throws DeployException {
        try {
            return rows.append(chain.entries().size(), chain.next(entry));
        } catch (LedgerRows.Unavailable e) {
            throw stopped(e);
        }
    }

    private static DeployException stopped(LedgerRows.Unavailable e) {
        return e.getCause() instanceof DeployException stop ? stop : DeployException.inconclusive(e.sentence());
    }
}
