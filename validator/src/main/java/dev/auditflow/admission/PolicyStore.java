package dev.auditflow.admission;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The policies that count at the moment. New ones take the place of the old at once and only when they are compiled, have
 * answered for sample objects and are warm; what cannot be used changes nothing but what readiness and log say.
 */
public final class PolicyStore implements Supplier<AdmissionPolicies>, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PolicyStore.class.getName());

    private final PolicySource source;
    private final Clock clock;
    private final Consumer<Boolean> reloaded;
    private volatile State state;
    private @Nullable Thread thread;

    /**
     * What counts.
     *
     * @param trouble with what came after these; empty if nothing did or it was good
     */
    private record State(AdmissionPolicies policies, Instant since, String trouble) {}

    private PolicyStore(PolicySource source, Clock clock, Consumer<Boolean> reloaded, State state) {
        this.source = source;
        this.clock = clock;
        this.reloaded = reloaded;
        this.state = state;
    }

    /**
     * Loads the first policies and watches for others.
     *
     * @param reloaded told of each reload whether it was good
     * @throws PolicySource.Unusable if there is nothing to begin with
     */
    public static PolicyStore start(PolicySource source, Clock clock, Consumer<Boolean> reloaded)
            throws PolicySource.Unusable {
        AdmissionPolicies first = tried(source);
        PolicyStore store = new PolicyStore(source, clock, reloaded, new State(first, clock.instant(), ""));
        store.thread = Thread.ofPlatform().daemon().name("policies-reload").start(store::watch);
        return store;
    }

    @Override
    public AdmissionPolicies get() {
        return state.policies();
    }

    /** Since when they count, in seconds since 1970. */
    public long since() {
        return state.since().getEpochSecond();
    }

    /** Whether what came last is what counts. */
    public boolean isCurrent() {
        return state.trouble().isEmpty();
    }

    /** How it stands, in a sentence. */
    public String sentence() {
        State now = state;
        String good = "%s, %d rules, since %s"
                .formatted(
                        now.policies().digest(), now.policies().check().rules().size(), now.since());
        return now.trouble().isEmpty() ? good : good + "; what came after it is not used: " + now.trouble();
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void watch() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                source.await();
            } catch (InterruptedException e) {
                return;
            }
            reload();
        }
    }

    private void reload() {
        State before = state;
        try {
            AdmissionPolicies policies = tried(source);
            state = new State(policies, clock.instant(), "");
            LOG.log(Level.INFO, "Policies {0} take the place of {1}", new Object[] {
                policies.digest(), before.policies().digest()
            });
            reloaded.accept(true);
        } catch (PolicySource.Unusable | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            String trouble = String.valueOf(e.getMessage());
            state = new State(before.policies(), before.since(), trouble);
            reloaded.accept(false);
            LOG.log(Level.WARNING, "Policies {0} stay, since what came is not used: {1}", new Object[] {
                before.policies().digest(), trouble
            });
        }
    }

    private static AdmissionPolicies tried(PolicySource source) throws PolicySource.Unusable {
        AdmissionPolicies policies = source.load();
        Rehearsal.of(policies);
        return policies;
    }
}
