package dev.auditflow.deploy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Frees a release that a helm left as {@code pending-*}: Helm refuses to touch it for ever. It is marked as failed only when no
 * helm can be at work any more, and only if it is still as it was seen.
 */
final class Settlement {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Site site;
    private final HelmStorage storage;
    private final ReleaseLock lock;
    private final Duration limit;

    Settlement(Site site, HelmStorage storage, ReleaseLock lock, Duration limit) {
        this.site = site;
        this.storage = storage;
        this.lock = lock;
        this.limit = limit;
    }

    /** The newest revision, none of which is pending any more. @throws DeployException if somebody works on it by hand */
    Optional<StoredRelease> settled(Optional<Journal> left) throws DeployException {
        boolean said = false;
        while (true) {
            Optional<StoredRelease> last = storage.last();
            if (last.isEmpty() || !last.get().isPending()) {
                return last;
            }
            StoredRelease pending = last.get();
            Instant until = left.filter(journal -> !journal.helmHost().isEmpty())
                    .map(Journal::helmUntil)
                    .orElseGet(() -> begun(pending).plus(limit));
            boolean over =
                    left.filter(Settlement::isGone).isPresent() || !lock.now().isBefore(until);
            if (over) {
                if (storage.fail(
                        pending, "Left as %s by a helm that is gone; set by auditflow".formatted(pending.status()))) {
                    site.say()
                            .accept("revision %d was left as %s by a helm that is gone; marked as failed"
                                    .formatted(pending.revision(), pending.status()));
                }
                continue;
            }
            if (left.isEmpty()) {
                throw DeployException.refused(
                        "Revision %d is %s: a helm of somebody else seems to be at work. Wait for it; from %s on it counts as gone"
                                .formatted(pending.revision(), pending.status(), until));
            }
            if (!said) {
                site.say()
                        .accept("revision %d is %s; its helm ends by %s at the latest"
                                .formatted(pending.revision(), pending.status(), until));
                said = true;
            }
            lock.check();
            ReleaseLock.pause(LOOK);
        }
    }

    /** A helm of this machine can be looked for. Its number may be another program's by now, which only means to wait. */
    private static boolean isGone(Journal journal) {
        return journal.helmProcess() > 0
                && journal.helmHost().equals(host())
                && ProcessHandle.of(journal.helmProcess()).isEmpty();
    }

    /** When the API server saw it; what helm wrote is by another clock. */
    private static Instant begun(StoredRelease pending) {
        String made =
                pending.secret().path("metadata").path("creationTimestamp").asText("");
        return made.isEmpty() ? Instant.EPOCH : Instant.parse(made);
    }

    static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
