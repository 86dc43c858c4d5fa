package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One promoter at a time works on a release: a Lease beside it. The journal and the hold are annotations of the same object, so
 * that whoever writes a step proves in the same breath that it still holds the lease. Each holder has a higher number than the
 * one before. A lease is over when nobody touched it for its duration by the clock of who watches; no two clocks are compared.
 */
final class ReleaseLock implements AutoCloseable {
    /** How long a lease lives without being renewed. */
    static final Duration LIFE = Duration.ofSeconds(15);

    private static final Duration RENEWAL = Duration.ofSeconds(4);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final String JOURNAL = "auditflow.dev/journal";
    private static final String HOLD = "auditflow.dev/hold";
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Cluster cluster;
    private final String path;
    private final String holder;
    private final Clock clock;
    private final Thread renewal;
    private ObjectNode lease;
    private long renewed;
    private boolean lost;
    private Duration ahead = Duration.ZERO;

    private ReleaseLock(Cluster cluster, String path, String holder, Clock clock, ObjectNode lease) {
        this.cluster = cluster;
        this.path = path;
        this.holder = holder;
        this.clock = clock;
        this.lease = lease;
        keep(lease);
        this.renewal = Thread.ofVirtual().unstarted(this::renewAlways);
    }

    /** What is known of a release beside its lock. */
    record State(String holder, Optional<Journal> journal, Optional<Hold> hold) {}

    /** Who works on a release, and what holds it; reads only. */
    static State look(Cluster cluster, String namespace, String release) throws DeployException {
        Optional<JsonNode> lease = cluster.get(LeaseObject.path(namespace, release));
        return lease.map(ReleaseLock::state).orElse(new State("", Optional.empty(), Optional.empty()));
    }

    private static State state(JsonNode lease) {
        JsonNode notes = lease.path("metadata").path("annotations");
        return new State(
                lease.path("spec").path("holderIdentity").asText(""),
                Journal.read(notes.path(JOURNAL).asText("")),
                Hold.read(notes.path(HOLD).asText("")));
    }

    /**
     * Takes the lease. While another promoter renews it, nobody else gets it; one that is gone is waited for.
     *
     * @param patience how long to wait for another promoter to finish
     * @param say told once when it waits
     * @throws DeployException if another promoter works on the release, or the namespace is not there
     */
    static ReleaseLock take(
            Cluster cluster,
            String namespace,
            String release,
            String holder,
            Duration patience,
            Clock clock,
            Consumer<String> say)
            throws DeployException {
        String path = LeaseObject.path(namespace, release);
        long start = System.nanoTime();
        long seen = start;
        String version = "";
        boolean said = false;
        while (true) {
            Optional<JsonNode> found = cluster.get(path);
            String owner = found.map(
                            lease -> lease.path("spec").path("holderIdentity").asText(""))
                    .orElse("");
            String now = found.map(LeaseObject::version).orElse("");
            boolean renewedByOther = !version.isEmpty() && !version.equals(now);
            if (!version.equals(now)) {
                version = now;
                seen = System.nanoTime();
            }
            boolean over = System.nanoTime() - seen >= LIFE.toNanos();
            // Its own name stands there when the answer to its own request was lost.
            if (owner.isEmpty() || owner.equals(holder) || over) {
                Optional<ReleaseLock> lock = tryTake(cluster, namespace, release, holder, clock, found);
                if (lock.isPresent()) {
                    return lock.get();
                }
                continue;
            }
            if (renewedByOther && System.nanoTime() - start >= patience.toNanos()) {
                throw DeployException.refused("%s works on %s now%s; wait for it, or give --wait"
                        .formatted(
                                owner,
                                release,
                                found.flatMap(lease -> state(lease).journal())
                                        .map(journal -> " ("
                                                + journal.step()
                                                        .name()
                                                        .toLowerCase(java.util.Locale.ROOT)
                                                        .replace('_', ' ')
                                                + ")")
                                        .orElse("")));
            }
            if (!said) {
                say.accept("waiting for the lease that %s holds or left".formatted(owner));
                said = true;
            }
            pause(LOOK);
        }
    }

    private static Optional<ReleaseLock> tryTake(
            Cluster cluster, String namespace, String release, String holder, Clock clock, Optional<JsonNode> found)
            throws DeployException {
        String path = LeaseObject.path(namespace, release);
        ObjectNode lease =
                found.map(one -> (ObjectNode) one.deepCopy()).orElseGet(() -> LeaseObject.fresh(namespace, release));
        ObjectNode spec = lease.withObject("/spec");
        String time = MICROS.format(clock.instant());
        spec.put("holderIdentity", holder)
                .put("leaseDurationSeconds", LIFE.toSeconds())
                .put("acquireTime", time)
                .put("renewTime", time)
                .put("leaseTransitions", spec.path("leaseTransitions").asInt() + 1);
        try {
            JsonNode taken = found.isEmpty()
                    ? cluster.create(LeaseObject.folder(namespace), lease)
                    : cluster.replace(path, lease);
            ReleaseLock lock = new ReleaseLock(cluster, path, holder, clock, (ObjectNode) taken);
            lock.renewal.start();
            return Optional.of(lock);
        } catch (Cluster.Conflict e) {
            return Optional.empty();
        }
    }

    /** The holder's number; later holders have higher ones. */
    synchronized int fence() {
        return lease.path("spec").path("leaseTransitions").asInt();
    }

    /** The journal that was found or written last. */
    synchronized Optional<Journal> journal() {
        return state(lease).journal();
    }

    synchronized Optional<Hold> hold() {
        return state(lease).hold();
    }

    /** Writes what is done next. @throws DeployException if the lease is lost: nothing may be changed any more */
    synchronized void write(Journal journal) throws DeployException {
        update(notes -> notes.put(JOURNAL, journal.json()));
    }

    /** There is nothing to go on with any more. */
    synchronized void done() throws DeployException {
        update(notes -> notes.remove(JOURNAL));
    }

    /** Holds the release, or resumes it by null. */
    synchronized void hold(@Nullable Hold hold) throws DeployException {
        update(notes -> {
            if (hold == null) {
                notes.remove(HOLD);
            } else {
                notes.put(HOLD, hold.json());
            }
        });
    }

    /** @throws DeployException if another promoter may have taken over */
    synchronized void check() throws DeployException {
        if (lost || System.nanoTime() - renewed >= LIFE.toNanos()) {
            throw DeployException.inconclusive(
                    "The lease was lost: another promoter may have taken over, so nothing more is changed. Look at"
                            + " 'auditflow status' and promote again");
        }
    }

    private synchronized void update(Consumer<ObjectNode> change) throws DeployException {
        while (true) {
            check();
            ObjectNode next = lease.deepCopy();
            change.accept(next.withObject("/metadata/annotations"));
            next.withObject("/spec").put("renewTime", MICROS.format(clock.instant()));
            try {
                keep((ObjectNode) cluster.replace(path, next));
                return;
            } catch (Cluster.Conflict e) {
                readAgain();
            }
        }
    }

    /** The answer to a request of ours may have been lost, or somebody wrote a note: it is ours as long as it says so. */
    private synchronized void readAgain() throws DeployException {
        Optional<JsonNode> found = cluster.get(path);
        lost = found.filter(now -> state(now).holder().equals(holder)).isEmpty();
        check();
        lease = (ObjectNode) found.orElseThrow();
    }

    private synchronized void keep(ObjectNode answer) {
        lease = answer;
        renewed = System.nanoTime();
        ahead = Duration.between(clock.instant(), LeaseObject.written(answer).orElseGet(clock::instant));
    }

    /** What the API server's clock shows, to a second; times that it wrote are compared with nothing else. */
    synchronized Instant now() {
        return clock.instant().plus(ahead);
    }

    private void renewAlways() {
        try {
            while (!Thread.interrupted()) {
                Thread.sleep(RENEWAL);
                renew();
            }
        } catch (InterruptedException | DeployException e) {
            // Who works on the release finds out at the next step, by check().
        }
    }

    /** A server that is away for a moment is asked again, as long as the lease may still be ours. */
    private void renew() throws DeployException {
        try {
            update(_ -> {});
        } catch (DeployException e) {
            check();
        }
    }

    /** Gives the lease back; the next promoter need not wait. */
    @Override
    public void close() {
        renewal.interrupt();
        try {
            synchronized (this) {
                check();
                lease.withObject("/spec").put("holderIdentity", "");
                cluster.replace(path, lease);
            }
        } catch (DeployException | Cluster.Conflict e) {
            // It runs out by itself.
        }
    }

    static void pause(Duration time) throws DeployException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DeployException.inconclusive("The promotion was interrupted; promote again to go on");
        }
    }

    /** When a helm that was started now will have ended at the latest, by the API server's clock. */
    Instant until(Duration timeout) {
        return now().plus(timeout);
    }

    /** Notes helm's process in the journal, so that whoever comes next can tell whether it still works. */
    LongConsumer noting(Journal journal, Duration limit, Consumer<String> say) {
        return process -> {
            try {
                write(journal.running(Settlement.host(), process, until(limit)));
            } catch (DeployException e) {
                // Without it the next promoter waits until the time is over; this one finds out at its next step.
                say.accept(e.sentence());
            }
        };
    }
}
