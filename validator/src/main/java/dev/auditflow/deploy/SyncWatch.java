package dev.auditflow.deploy;

import dev.auditflow.manifest.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Waits until a reconciler has brought a commit to the cluster and its objects are healthy, by its word and by our own look. */
final class SyncWatch {
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Site site;
    private final ReleaseLock lock;
    private final Reconciler reconciler;

    SyncWatch(Site site, ReleaseLock lock, Reconciler reconciler) {
        this.site = site;
        this.lock = lock;
        this.reconciler = reconciler;
    }

    /** Waits: for the sync, and then for health, each as long as the environment's settings say. */
    HealthWatch.Result await(Reconciler.Wanted wanted, List<Resource> objects, String namespace)
            throws DeployException {
        hurry();
        Reconciler.State state = await(wanted, List.of(Reconciler.Phase.APPLIED, Reconciler.Phase.READY));
        switch (state.phase()) {
            case FAILED -> {
                return new HealthWatch.Result.Unhealthy("SyncFailed", sentence(state));
            }
            case WAITING, BUSY -> {
                return new HealthWatch.Result.Unhealthy("SyncTimeout", late(state));
            }
            case APPLIED, READY -> site.say().accept("waiting for health");
        }
        HealthWatch.Result health = new HealthWatch(site.cluster(), lock, site.clock())
                .await(objects, namespace, site.settings().timeout());
        if (health instanceof HealthWatch.Result.Unhealthy) {
            return health;
        }
        Reconciler.State end = await(wanted, List.of(Reconciler.Phase.READY));
        return switch (end.phase()) {
            case READY -> health;
            case FAILED -> new HealthWatch.Result.Unhealthy("SyncFailed", sentence(end));
            case APPLIED, WAITING, BUSY -> new HealthWatch.Result.Unhealthy("HealthTimeout", late(end));
        };
    }

    /** Waits until a commit is in the cluster, healthy or not. Why it is not; empty if it is. */
    Optional<String> brought(Reconciler.Wanted wanted) throws DeployException {
        hurry();
        Reconciler.State state = await(wanted, List.of(Reconciler.Phase.APPLIED, Reconciler.Phase.READY));
        return switch (state.phase()) {
            case FAILED -> Optional.of(sentence(state));
            case WAITING, BUSY -> Optional.of(late(state));
            case APPLIED, READY -> Optional.empty();
        };
    }

    private void hurry() {
        try {
            reconciler.hurry(site.now());
        } catch (DeployException e) {
            site.say().accept("it is not asked to hurry: " + e.sentence());
        }
    }

    private Reconciler.State await(Reconciler.Wanted wanted, List<Reconciler.Phase> phases) throws DeployException {
        long began = System.nanoTime();
        long start = began;
        long patience = site.settings().timeout().toNanos();
        boolean busy = false;
        while (true) {
            Reconciler.State state = reconciler.look(wanted);
            if (state.phase() == Reconciler.Phase.BUSY && !busy) {
                busy = true;
                site.say().accept("%s: %s".formatted(reconciler.name(), state.words()));
            }
            long now = System.nanoTime();
            // The time counts from when it can look at the branch.
            if (state.phase() == Reconciler.Phase.BUSY
                    && now - began < reconciler.busyFor().toNanos()) {
                start = now;
            }
            if (phases.contains(state.phase()) || state.phase() == Reconciler.Phase.FAILED || now - start >= patience) {
                return state;
            }
            lock.check();
            ReleaseLock.pause(LOOK);
        }
    }

    private String sentence(Reconciler.State state) {
        return "%s: %s".formatted(reconciler.name(), state.words());
    }

    private String late(Reconciler.State state) {
        return "After %d s %s is not there: %s"
                .formatted(site.settings().timeout().toSeconds(), reconciler.name(), state.words());
    }
}
