package dev.auditflow.deploy;

import dev.auditflow.attest.VerifiedRelease;
import dev.auditflow.config.GitSettings;
import dev.auditflow.config.Source;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.gitops.Content;
import dev.auditflow.deploy.gitops.DryCommit;
import dev.auditflow.deploy.gitops.EnvironmentBranch;
import dev.auditflow.deploy.gitops.GitException;
import dev.auditflow.deploy.gitops.Manifests;
import dev.auditflow.deploy.gitops.Provenance;
import dev.auditflow.deploy.gitops.Remote;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings a verified release to the branch that an environment's reconciler reads, and waits until the reconciler has brought it to
 * the cluster. What happened so far is read anew from the branch, the lease, the journal and the ledger every time.
 */
public final class GitPromoter {
    private final Site site;
    private final GitSettings settings;
    private final Remote remote;
    private final PlainSecrets secrets;
    private final Bake bake;
    private final boolean adopt;

    /**
     * Promotes at a site.
     *
     * @param secrets put beside the release before it is committed, for a reconciler that decrypts none
     * @param bake what follows on its tests
     * @param adopt whether to go on from a branch that somebody rewrote
     */
    public GitPromoter(Site site, GitSettings settings, Remote remote, PlainSecrets secrets, Bake bake, boolean adopt) {
        this.site = site;
        this.settings = settings;
        this.remote = remote;
        this.secrets = secrets;
        this.bake = bake;
        this.adopt = adopt;
    }

    /**
     * Promotes.
     *
     * @param approval who approved; empty if nobody had to
     * @param patience how long to wait for another promoter
     * @throws DeployException if it is refused before anything changed, or nobody knows what is
     */
    public Result promote(VerifiedRelease release, String approval, Duration patience) throws DeployException {
        Target target = release.target();
        String namespace = target.options().namespace();
        String name = target.options().releaseName();
        Preconditions.namespace(site, namespace);
        Ledger ledger = Ledger.of(site, namespace, name);
        ledger.chain();
        Reconciler reconciler = Reconciler.of(site.cluster(), settings, target);
        reconciler.require();
        String holder = site.actor() + " " + UUID.randomUUID();
        try (ReleaseLock lock =
                ReleaseLock.take(site.cluster(), namespace, name, holder, patience, site.clock(), site.say())) {
            Manifests manifests = Manifests.of(release, settings.reconciler());
            DryCommit source = DryCommit.of(settings.folder(), sources(target));
            try (EnvironmentBranch branch = EnvironmentBranch.open(remote, settings)) {
                GitPlace place = new GitPlace(branch, ledger, settings, target);
                return promote(new GitWork(release, manifests, source, approval, reconciler, lock, bake, place));
            }
        } catch (GitException e) {
            throw DeployException.of(e);
        }
    }

    /** What a rendering is made from. */
    private List<Path> sources(Target target) throws DeployException {
        if (!(target.source() instanceof Source.Chart(Path chart))) {
            throw DeployException.refused(target.name() + " is no chart; only charts are promoted");
        }
        List<Path> sources = new ArrayList<>(List.of(settings.file(), chart));
        sources.addAll(target.options().valuesFiles());
        sources.addAll(target.options().lookup());
        return sources;
    }

    private Result promote(GitWork work) throws DeployException, GitException {
        Optional<Journal> left = work.lock().journal();
        if (left.isPresent()) {
            Preconditions.sayLeft(site, left.get());
            if (!left.get().cause().isEmpty()) {
                return new GitDelivery(site, settings, work).goBack(left.get(), "");
            }
        }
        Preconditions.notHeld(site, work.lock(), work.release());
        String bundle = work.release().bundle();
        if (left.isPresent() && !left.get().bundle().equals(bundle)) {
            Journal other = left.get().because("Interrupted", "another rendering is promoted instead");
            work.place()
                    .ledger()
                    .append(Records.promotion(
                            site, work.release(), other, 0, "", "", "", Acceptance.Proof.none(other)));
        }
        look(work);
        int revision = work.place().revision();
        Journal started = left.filter(one -> one.bundle().equals(bundle))
                .orElseGet(() -> Journal.start(UUID.randomUUID().toString(), bundle, revision, site.now()));
        Content content = content(work, started);
        if (!work.place().branch().holds(content)) {
            return settings.review() ? propose(work, content, started) : publish(work, content, started);
        }
        Optional<LedgerEntry> last = work.place().last();
        boolean recorded = last.filter(
                        entry -> entry.isPassed() && entry.bundle().equals(bundle))
                .flatMap(LedgerEntry::branchCommit)
                .isPresent();
        return recorded
                ? unchanged(work, last.get())
                : new GitDelivery(site, settings, work)
                        .bring(started, work.place().branch().head());
    }

    /** The branch must hold what the ledger says; what somebody else committed to the folder is named. */
    private void look(GitWork work) throws DeployException, GitException {
        Optional<LedgerEntry> committed = work.place().lastCommitted();
        if (committed.isEmpty()) {
            return;
        }
        String commit = committed.get().branchCommit().orElseThrow();
        if (!adopt) {
            work.place().branch().keep(commit);
        } else if (!work.place().branch().contains(commit)) {
            site.say().accept("the branch was rewritten; going on from what is there");
            return;
        }
        boolean newest = work.place().last().equals(committed);
        if (newest && !work.place().isAt(commit)) {
            site.say()
                    .accept("the folder %s was changed since revision %d (%s)"
                            .formatted(
                                    work.place().folder(),
                                    committed.get().toRevision(),
                                    work.place()
                                            .branch()
                                            .lastChange(work.place().folder())));
        }
    }

    private Content content(GitWork work, Journal journal) throws DeployException, GitException {
        return Content.of(
                work.release(), work.manifests(), settings, site.settings().secrets(), provenance(work, journal));
    }

    private Provenance provenance(GitWork work, Journal journal) throws DeployException {
        return Provenance.of(
                work.release(),
                work.source(),
                journal.plan(),
                journal.fromRevision() + 1,
                work.place().ledger().chain().head(),
                work.approval(),
                site.actor());
    }

    private Result unchanged(GitWork work, LedgerEntry entry) throws DeployException {
        HealthWatch.Result health =
                new GitDelivery(site, settings, work).watch(entry.branchCommit().orElseThrow());
        if (health instanceof HealthWatch.Result.Unhealthy bad) {
            return new Result(
                    Result.Outcome.FAILED,
                    bad.cause(),
                    "%s holds it already as revision %d, and it is not healthy any more: %s. Nothing was changed"
                            .formatted(work.place().branch().shown(), entry.toRevision(), bad.sentence()));
        }
        return new Result(
                Result.Outcome.UNCHANGED,
                "",
                "%s runs it already as revision %d, healthy".formatted(site.environment(), entry.toRevision()));
    }

    private Result propose(GitWork work, Content content, Journal journal) throws DeployException, GitException {
        if (work.place().branch().proposes(content)) {
            return proposed("%s has it already".formatted(settings.next()));
        }
        warn(work);
        String commit =
                work.place().branch().propose(content, provenance(work, journal).message());
        return proposed("commit %s on %s proposes it".formatted(commit, settings.next()));
    }

    private Result proposed(String sentence) {
        return new Result(
                Result.Outcome.PROPOSED,
                "",
                "%s; merge it into %s, and promote again to see it through".formatted(sentence, settings.branch()));
    }

    private void warn(GitWork work) {
        Irreversible.of(work.release().resources()).forEach(site.say());
        work.manifests().warnings().forEach(site.say());
    }

    private Result publish(GitWork work, Content content, Journal journal) throws DeployException, GitException {
        warn(work);
        secrets.apply(site.cluster(), work.namespace())
                .forEach(
                        name -> site.say().accept("the Secret %s is new; a rollback does not undo it".formatted(name)));
        Baseline before = journal.baseline().known() ? journal.baseline() : bake.baseline(site.say());
        Journal committing = journal.at(Journal.Step.COMMITTING).after(before);
        work.lock().write(committing);
        String commit;
        try {
            commit = work.place()
                    .branch()
                    .publish(content, provenance(work, journal).message());
        } catch (GitException e) {
            if (e.isKnown()) {
                work.lock().done();
            }
            throw e;
        }
        site.say().accept("commit %s is on %s".formatted(commit, settings.branch()));
        return new GitDelivery(site, settings, work).bring(committing, commit);
    }
}
