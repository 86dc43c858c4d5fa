package dev.auditflow.attest;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the verification of one attestation ended. */
public final class Verification {
    private final List<Step> steps;
    private final String attestation;
    private final @Nullable VerifiedRelease release;

    Verification(List<Step> steps, String attestation, @Nullable VerifiedRelease release) {
        this.steps = List.copyOf(steps);
        this.attestation = attestation;
        this.release = release;
    }

    /** All ten checks, in their order. */
    public List<Step> steps() {
        return steps;
    }

    /** {@code sha256:<hex>} of the statement, whether it can be believed or not; empty if there is none. */
    public String attestation() {
        return attestation;
    }

    /** What may be deployed; empty if a check refused. */
    public Optional<VerifiedRelease> release() {
        return Optional.ofNullable(release);
    }

    /** How many of the checks passed. */
    long passed() {
        return steps.stream().filter(step -> step.state() == Step.State.PASSED).count();
    }
}
