package dev.auditflow.deploy;

import dev.auditflow.config.Target;
import java.time.Duration;
import java.util.UUID;

/** The release's lease for work that is no promotion: while it is held, nobody promotes. */
public final class WorkLease implements AutoCloseable {
    private final Site site;
    private final Target target;
    private final ReleaseLock lock;
    private final String plan;

    private WorkLease(Site site, Target target, ReleaseLock lock, String plan) {
        this.site = site;
        this.target = target;
        this.lock = lock;
        this.plan = plan;
    }

    /**
     * Takes it.
     *
     * @param patience how long to wait for a promoter
     * @throws DeployException if a promoter works on the release, or left it halfway
     */
    public static WorkLease take(Site site, Target target, Duration patience) throws DeployException {
        String plan = UUID.randomUUID().toString();
        String namespace = target.options().namespace();
        ReleaseLock lock = ReleaseLock.take(
                site.cluster(),
                namespace,
                target.options().releaseName(),
                site.actor() + " " + plan,
                patience,
                site.clock(),
                site.say());
        if (lock.journal().isPresent()) {
            lock.close();
            throw DeployException.refused("A promotion of %s was left halfway; finish it by 'auditflow promote' first"
                    .formatted(target.name()));
        }
        return new WorkLease(site, target, lock, plan);
    }

    /** Sees that it is still held. @throws DeployException if it is lost: nothing may be changed any more */
    public void check() throws DeployException {
        lock.check();
    }

    /** Waits, with the lease held. */
    public void pause(Duration time) throws DeployException {
        ReleaseLock.pause(time);
    }

    /** Writes into the ledger what was done. */
    public void record(String action, String reason) throws DeployException {
        Ledger.of(site, target.options().namespace(), target.options().releaseName())
                .append(Records.word(site, target.release(), plan, action, reason));
    }

    @Override
    public void close() {
        lock.close();
    }
}
