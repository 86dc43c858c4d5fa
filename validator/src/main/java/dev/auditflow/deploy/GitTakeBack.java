package dev.auditflow.deploy;

import dev.auditflow.config.GitSettings;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.gitops.Content;
import dev.auditflow.deploy.gitops.GitException;
import dev.auditflow.deploy.gitops.Provenance;
import dev.auditflow.deploy.gitops.Remains;
import dev.auditflow.manifest.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Takes back a rendering that never was healthy where the ledger knows none to go back to: a new commit that leaves on the branch
 * only what holds data, so that the reconciler takes the rest out of the cluster and nothing brings it again.
 */
final class GitTakeBack {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int SHOWN = 3;

    private final Site site;
    private final Target target;
    private final GitSettings settings;
    private final GitPlace place;
    private final ReleaseLock lock;

    GitTakeBack(Site site, Target target, GitSettings settings, GitPlace place, ReleaseLock lock) {
        this.site = site;
        this.target = target;
        this.settings = settings;
        this.place = place;
        this.lock = lock;
    }

    /** Takes it back, or finishes that. */
    Retreat.Back go(Journal journal) throws DeployException {
        List<Resource> there = place.objects(place.branch().head());
        List<Resource> kept = Remains.of(there);
        if (there.isEmpty()) {
            return back(
                    "uninstall", true, "nothing of it is on " + place.branch().shown());
        }
        if (kept.isEmpty()) {
            return back(
                    "",
                    false,
                    "nothing was taken back: all of it runs, and %s does not take an empty folder"
                            .formatted(reconciler().name()));
        }
        List<Resource> gone =
                there.stream().filter(object -> !kept.contains(object)).toList();
        try {
            Content content = Content.remains(target, kept, settings, journal.bundle(), journal.plan());
            if (place.branch().holds(content)) {
                return brought(gone, kept);
            }
            String message = message(journal);
            if (settings.review()) {
                String commit = place.branch().propose(content, message);
                return back(
                        "propose", false, "commit %s on %s takes it back; merge it".formatted(commit, settings.next()));
            }
            site.say().accept("taking it back: no rendering that was healthy before is on " + settings.branch());
            place.branch().publish(content, message);
            return brought(gone, kept);
        } catch (GitException e) {
            return back("uninstall", false, "it could not be taken off the branch: " + e.sentence());
        }
    }

    private Retreat.Back brought(List<Resource> gone, List<Resource> kept) throws DeployException {
        String commit = place.branch().head();
        Optional<String> trouble = new SyncWatch(site, lock, reconciler()).brought(place.wanted(commit));
        if (trouble.isPresent()) {
            return back("uninstall", false, "the branch does not have it any more, but " + trouble.get());
        }
        List<String> left = awaitGone(gone);
        if (!left.isEmpty()) {
            return back(
                    "uninstall",
                    false,
                    "the branch does not have it any more, but still in the cluster is %s: see whether %s prunes"
                            .formatted(shown(left), reconciler().name()));
        }
        return back(
                "uninstall",
                true,
                "commit %s took it back; there stays %s"
                        .formatted(
                                commit,
                                shown(kept.stream()
                                        .map(object -> object.id().toString())
                                        .toList())));
    }

    /** What is still there after as long as the environment's settings say. */
    private List<String> awaitGone(List<Resource> objects) throws DeployException {
        long start = System.nanoTime();
        while (true) {
            List<String> left = new ArrayList<>();
            for (Resource object : objects) {
                if (isThere(object)) {
                    left.add(object.id().toString());
                }
            }
            if (left.isEmpty()
                    || System.nanoTime() - start >= site.settings().timeout().toNanos()) {
                return left;
            }
            lock.check();
            ReleaseLock.pause(LOOK);
        }
    }

    private boolean isThere(Resource object) throws DeployException {
        String inside = object.id().namespace().isEmpty()
                ? target.options().namespace()
                : object.id().namespace();
        Optional<String> path = site.cluster()
                .path(
                        object.id().apiVersion(),
                        object.id().kind(),
                        inside,
                        object.id().name());
        return path.isPresent() && site.cluster().get(path.get()).isPresent();
    }

    private static String shown(List<String> names) {
        return names.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (names.size() > SHOWN ? " and %d more".formatted(names.size() - SHOWN) : "");
    }

    private Reconciler reconciler() {
        return Reconciler.of(site.cluster(), settings, target);
    }

    private String message(Journal journal) {
        return Provenance.takenBack(
                target.release(),
                site.environment(),
                journal.bundle(),
                journal.plan(),
                site.actor(),
                Redaction.of(GitRetreat.reason(journal)));
    }

    /** The revision is 0: nothing of it runs. */
    private static Retreat.Back back(String action, boolean done, String sentence) {
        return new Retreat.Back(action, done, 0, sentence, Optional.empty());
    }
}
