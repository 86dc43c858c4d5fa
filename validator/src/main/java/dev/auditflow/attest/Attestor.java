package dev.auditflow.attest;

import dev.auditflow.check.Digests;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Verdict;
import dev.auditflow.config.AttestationSettings;
import dev.auditflow.config.Target;
import dev.auditflow.gate.TargetGate;
import dev.auditflow.host.Digest;
import dev.auditflow.render.Rendering;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Signs verdicts. */
public final class Attestor {
    private final AttestationSettings settings;
    private final SigningKey key;
    private final Seal seal;
    private final String program;
    private final Clock clock;

    /** @param program version of this program, as the statement names it */
    public Attestor(AttestationSettings settings, SigningKey key, Seal seal, String program, Clock clock) {
        this.settings = settings;
        this.key = key;
        this.seal = seal;
        this.program = program;
        this.clock = clock;
    }

    /**
     * A signed verdict.
     *
     * @param envelope one line of JSON, without a line end
     * @param digest {@code sha256:<hex>} of the statement: its name in ledgers and lists of what is revoked
     * @param bundle {@code sha256:<hex>} of the rendering
     * @param sealed whether the rendering holds secrets and must not be kept beside the attestation
     * @param unpinned images that only a tag names, so that the attestation does not bind what they hold
     */
    public record Attestation(String envelope, String digest, String bundle, boolean sealed, List<String> unpinned) {
        public Attestation {
            unpinned = List.copyOf(unpinned);
        }
    }

    /**
     * Signs that a target passed.
     *
     * @param rendering what was judged
     * @throws KeyException if the rendering holds secrets and there is no seal key
     * @throws IllegalArgumentException if the verdict is no pass, or is over another rendering
     */
    public Attestation attest(Target target, Verdict verdict, Rendering rendering) throws KeyException {
        if (verdict.outcome() != Outcome.PASS) {
            throw new IllegalArgumentException(target.name() + " did not pass");
        }
        if (!TargetGate.digest(rendering).equals(verdict.digests().rendering())) {
            throw new IllegalArgumentException(target.name() + " rendered differently since it was judged");
        }
        RenderedSubjects subjects = RenderedSubjects.of(target, rendering, seal);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Statement statement = Statement.passed(
                subjects.all(),
                new Statement.Summary(
                        settings.verifier(),
                        program,
                        now,
                        settings.resourceOf(target),
                        settings.policies(),
                        policyDigest(verdict.digests()),
                        verdict.digests(),
                        subjects.sealed()));
        Envelope envelope = Envelope.sign(statement.json().getBytes(StandardCharsets.UTF_8), key);
        return new Attestation(
                envelope.json(),
                envelope.digest(),
                "sha256:" + subjects.bundle().digest(),
                subjects.sealed(),
                subjects.unpinned());
    }

    /** SHA-256 in hex over what judged: the policies with their data and settings, and the schemas. */
    static String policyDigest(Digests digests) {
        return new Digest()
                .add(digests.policies())
                .add(digests.schemas())
                .text()
                .substring("sha256:".length());
    }
}
