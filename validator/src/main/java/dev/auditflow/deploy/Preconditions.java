package dev.auditflow.deploy;

import dev.auditflow.attest.VerifiedRelease;
import java.util.Optional;

/** What must hold before a promotion changes anything, whatever the way that it takes. */
final class Preconditions {
    private Preconditions() {}

    /** The namespace is there; a promoter makes none. */
    static void namespace(Site site, String namespace) throws DeployException {
        if (site.cluster().get("/api/v1/namespaces/" + namespace).isEmpty()) {
            throw DeployException.refused(
                    "There is no namespace %s in %s; make it by 'kubectl create namespace %s', with its labels"
                            .formatted(namespace, site.environment(), namespace));
        }
    }

    /** Nobody holds this rendering. */
    static void notHeld(Site site, ReleaseLock lock, VerifiedRelease release) throws DeployException {
        Optional<Hold> hold = lock.hold().filter(one -> one.stops(release.bundle()));
        if (hold.isPresent()) {
            throw hold.get().refusal(release.target(), site.environment());
        }
    }

    /** Says that somebody else's promotion is gone on with. */
    static void sayLeft(Site site, Journal left) {
        site.say()
                .accept("a promotion was left at the step %s; going on from what is there".formatted(left.stepWords()));
    }
}
