package dev.auditflow.deploy;

import dev.auditflow.attest.VerifiedRelease;
import dev.auditflow.render.SourceDigest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Makes the ledger's entries. */
final class Records {
    private Records() {}

    /** Digest of a release's chart. */
    static String chart(VerifiedRelease release) throws DeployException {
        try {
            return SourceDigest.of(release.target().source());
        } catch (IOException e) {
            throw DeployException.refused("The chart of %s cannot be read: %s"
                    .formatted(release.target().name(), e.getMessage()));
        }
    }

    /** A promotion; of another rendering than this one, left by a run that is gone, only what its journal says is known. */
    static LedgerEntry promotion(
            Site site,
            VerifiedRelease release,
            Journal journal,
            int revision,
            String stored,
            String approval,
            String evidence,
            Acceptance.Proof proof)
            throws DeployException {
        boolean passed = journal.cause().isEmpty();
        boolean own = journal.bundle().equals(release.bundle());
        return new LedgerEntry(
                journal.plan(),
                site.now(),
                site.actor(),
                "promote",
                site.environment(),
                release.target().release(),
                journal.fromRevision(),
                revision,
                journal.bundle(),
                own ? release.attestation() : "",
                own ? release.policies() : "",
                own ? chart(release) : "",
                own ? release.references() : List.of(),
                stored,
                own ? approval : "",
                proof.isUnknown() ? LedgerEntry.INCONCLUSIVE : passed ? LedgerEntry.PASSED : LedgerEntry.FAILED,
                proof.isUnknown() ? "AlertsUnknown" : journal.cause(),
                evidence,
                proof.bake(),
                journal.began(),
                own ? site.source().id() : "",
                own ? site.source().time() : "");
    }

    /** Going back; what it went back to is as the ledger knows it. */
    static LedgerEntry back(Site site, String release, Journal journal, Retreat.Back back, String stored) {
        Optional<LedgerEntry> good = back.entry();
        return new LedgerEntry(
                journal.plan(),
                site.now(),
                site.actor(),
                back.action().isEmpty() ? "stay" : back.action(),
                site.environment(),
                release,
                journal.fromRevision(),
                back.revision(),
                good.map(LedgerEntry::bundle).orElse(journal.bundle()),
                good.map(LedgerEntry::attestation).orElse(""),
                good.map(LedgerEntry::policies).orElse(""),
                good.map(LedgerEntry::chart).orElse(""),
                good.map(LedgerEntry::images).orElse(List.of()),
                stored,
                "",
                back.done() ? LedgerEntry.PASSED : LedgerEntry.FAILED,
                cause(journal, back),
                "",
                "",
                journal.began(),
                "",
                "");
    }

    /** Why it failed; what somebody did by hand has that person's reason. */
    private static String cause(Journal journal, Retreat.Back back) {
        String reason = journal.cause().equals(Journal.BY_HAND) ? journal.sentence() : "";
        return back.done() ? reason : "RollbackFailed";
    }

    /** A word of a person about a release: hold, resume. */
    static LedgerEntry word(Site site, String release, String plan, String action, String reason) {
        return new LedgerEntry(
                plan,
                site.now(),
                site.actor(),
                action,
                site.environment(),
                release,
                0,
                0,
                "",
                "",
                "",
                "",
                List.of(),
                "",
                "",
                LedgerEntry.PASSED,
                reason,
                "",
                "",
                "",
                "",
                "");
    }
}
