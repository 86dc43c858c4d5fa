package dev.auditflow.drift;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.Cluster;
import dev.auditflow.deploy.DeployException;
import dev.auditflow.deploy.Site;
import dev.auditflow.deploy.WorkLease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Repairs what drifted, and only that: an object is sent back as it is with these fields put right, and only if nobody changed it
 * since it was looked at. The release's lease is held meanwhile. It looks again after each repair, later each time.
 */
public final class Fixer {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final Site site;
    private final Target target;
    private final ReleaseDetector detector;
    private final Fights fights;
    private final Duration patience;

    /**
     * Repairs one release.
     *
     * @param fights of this watch, or new ones
     * @param patience how long to wait for a promoter
     */
    public Fixer(Site site, Target target, ReleaseDetector detector, Fights fights, Duration patience) {
        this.site = site;
        this.target = target;
        this.detector = detector;
        this.fights = fights;
        this.patience = patience;
    }

    /**
     * What repairing came to; what was repaired is told at once.
     *
     * @param after what is left
     * @param stuck sentences about what cannot be repaired, or comes back
     */
    public record Outcome(ReleaseDrift after, List<String> stuck) {
        public Outcome {
            stuck = List.copyOf(stuck);
        }
    }

    /**
     * Repairs.
     *
     * @param rounds how often it looks again and repairs what is back; 0 leaves that to the next look of a watch
     * @throws DeployException if a promoter works on the release, or the lease is lost
     */
    public Outcome fix(int rounds) throws DeployException {
        Set<String> stuck = new LinkedHashSet<>();
        ReleaseDetector.Look look = detector.lookClosely();
        // Without anything to repair, nobody's lease is asked for.
        if (look.objects().stream().anyMatch(object -> !open(object).drifts().isEmpty())) {
            look = fix(rounds, stuck);
        }
        fightsOf(look, stuck);
        return new Outcome(look.drift(), List.copyOf(stuck));
    }

    private ReleaseDetector.Look fix(int rounds, Set<String> stuck) throws DeployException {
        List<String> repaired = new ArrayList<>();
        try (WorkLease lease = WorkLease.take(site, target, patience)) {
            ReleaseDetector.Look look = detector.lookClosely();
            Duration pause = FIRST_PAUSE;
            boolean again = repair(look, lease, repaired, stuck);
            for (int round = 1; again; round++) {
                if (rounds > 0) {
                    lease.pause(pause);
                    pause = pause.multipliedBy(2);
                }
                look = detector.lookClosely();
                again = round <= rounds && repair(look, lease, repaired, stuck);
            }
            if (!repaired.isEmpty()) {
                lease.record("repair", String.join("; ", repaired));
            }
            return look;
        }
    }

    /** The object with what may be repaired. */
    private ObjectDrift open(ObjectDrift object) {
        return object.only(drift -> !fights.isFight(target.name(), drift));
    }

    /** @return whether anything was repaired */
    private boolean repair(ReleaseDetector.Look look, WorkLease lease, List<String> repaired, Set<String> stuck)
            throws DeployException {
        boolean any = false;
        for (ObjectDrift object : look.objects()) {
            ObjectDrift open = open(object);
            if (!open.drifts().isEmpty()) {
                any |= repair(open, lease, repaired, stuck);
            }
        }
        return any;
    }

    /** Somebody who changed the object since it was looked at is no reason to stop: it is looked at again. */
    private boolean repair(ObjectDrift object, WorkLease lease, List<String> repaired, Set<String> stuck)
            throws DeployException {
        lease.check();
        try {
            send(object);
        } catch (Cluster.Conflict e) {
            return true;
        } catch (DeployException e) {
            stuck.add("%s cannot be repaired: %s".formatted(object.object().id(), e.sentence()));
            return false;
        }
        for (Drift drift : object.drifts()) {
            fights.repaired(target.name(), drift);
            repaired.add(words(drift));
            site.say().accept("repaired  " + words(drift));
        }
        return true;
    }

    private void send(ObjectDrift object) throws DeployException, Cluster.Conflict {
        String query = "?fieldManager=" + Ownership.REPAIR;
        @Nullable ObjectNode live = object.live();
        if (live == null) {
            ObjectNode made = object.expected().deepCopy();
            // Helm takes over what carries these, and nothing else.
            made.withObject("/metadata/annotations")
                    .put("meta.helm.sh/release-name", target.options().releaseName())
                    .put("meta.helm.sh/release-namespace", target.options().namespace());
            made.withObject("/metadata/labels").put("app.kubernetes.io/managed-by", "Helm");
            String folder = object.path().substring(0, object.path().lastIndexOf('/'));
            site.cluster().create(folder + query, made);
        } else {
            site.cluster().replace(object.path() + query, Repair.of(object.expected(), live, object.changes()));
        }
    }

    private void fightsOf(ReleaseDetector.Look look, Set<String> stuck) {
        for (ObjectDrift object : look.objects()) {
            for (Drift drift : object.drifts()) {
                if (fights.isFight(target.name(), drift)) {
                    stuck.add(
                            "%s %s was repaired %d times and is back each time, set by %s: a controller owns it. Stop that, or leave the field to it under \"drift.ignore\""
                                    .formatted(
                                            drift.object(),
                                            drift.field(),
                                            fights.rounds(target.name(), drift),
                                            drift.manager().isEmpty() ? "an unknown manager" : drift.manager()));
                }
            }
        }
    }

    private static String words(Drift drift) {
        String what = drift.field().isEmpty() ? drift.object().toString() : drift.object() + " " + drift.field();
        return drift.manager().isEmpty()
                ? "%s (%s)".formatted(what, drift.kind().word())
                : "%s (%s by %s)".formatted(what, drift.kind().word(), drift.manager());
    }
}
