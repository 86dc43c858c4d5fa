package dev.auditflow.attest;

import dev.auditflow.check.Outcome;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Verdict;
import dev.auditflow.config.Durations;
import dev.auditflow.config.Target;
import dev.auditflow.render.Rendering;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs the ten checks of an attestation, in the order of the SLSA specification for those that read verification
 * summaries, with three of our own behind them. It is strict: what is missing is refused.
 */
public final class Verifier {
    /** How far the clocks of two machines may be apart. */
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final List<String> BEHIND_SIGNATURE =
            List.of("subject", "predicate", "verifier", "resource", "result", "level", "time", "policy", "revocation");

    private final Trust trust;
    private final Clock clock;

    public Verifier(Trust trust, Clock clock) {
        this.trust = trust;
        this.clock = clock;
    }

    /**
     * What is to be deployed, as it is now.
     *
     * @param verdict of the policies and schemas that hold now
     */
    public record Current(Target target, Rendering rendering, Verdict verdict) {}

    /**
     * Verifies the attestations of a text, one envelope on a line, and gives the one that gets furthest. Lines that are no
     * envelopes are left alone, as the in-toto bundle format asks.
     *
     * @param attested the rendering that was attested, if it was kept: it names the fields that differ
     * @throws KeyException if the rendering holds secrets and there is no seal key
     */
    public Verification verify(String bundle, Current current, Optional<String> attested) throws KeyException {
        RenderedSubjects subjects = RenderedSubjects.of(current.target(), current.rendering(), trust.seal());
        List<String> lines = bundle.lines().filter(one -> !one.isBlank()).toList();
        if (lines.isEmpty()) {
            return unsigned(
                    "There is no attestation of %s; 'auditflow validate --attest KEY' signs one"
                            .formatted(current.target().name()),
                    "");
        }
        String reason = "";
        Verification best = null;
        for (String line : lines) {
            try {
                Verification verification = verify(Envelope.read(line), current, subjects, attested);
                if (best == null || verification.passed() > best.passed()) {
                    best = verification;
                }
            } catch (Envelope.Malformed e) {
                reason = String.valueOf(e.getMessage());
            }
        }
        return best == null ? unsigned("There is no DSSE envelope in the attestation: " + reason, "") : best;
    }

    private Verification verify(
            Envelope envelope, Current current, RenderedSubjects subjects, Optional<String> attested) {
        if (!envelope.payloadType().equals(Dsse.IN_TOTO)) {
            return unsigned(
                    "The envelope holds \"%s\", not an in-toto statement (%s)"
                            .formatted(envelope.payloadType(), Dsse.IN_TOTO),
                    envelope.digest());
        }
        Optional<Trust.Pair> signer = trust.keys().stream()
                .filter(pair -> envelope.isSignedBy(pair.key()))
                .findFirst();
        if (signer.isEmpty()) {
            return unsigned(notTrusted(envelope), envelope.digest());
        }
        try {
            Statement statement = Statement.read(envelope.statement());
            return verify(envelope, signer.get(), statement, current, subjects, attested);
        } catch (Envelope.Malformed e) {
            return unsigned("The signature is right, but " + e.getMessage(), envelope.digest());
        }
    }

    private String notTrusted(Envelope envelope) {
        if (trust.keys().isEmpty()) {
            return "No key is trusted here; name one by --key, or under \"attestation.keys\" of auditflow.yaml";
        }
        List<String> hints = envelope.signatures().stream()
                .map(Envelope.Signature::keyId)
                .filter(id -> !id.isEmpty())
                .toList();
        boolean known =
                trust.keys().stream().anyMatch(pair -> hints.contains(pair.key().keyId()));
        String trusted = String.join(
                ", ", trust.keys().stream().map(pair -> pair.key().keyId()).toList());
        return known
                ? "The statement or its signature was changed since the key signed it; attest again"
                : "No trusted key signed it: it names the key %s, and trusted here is %s"
                        .formatted(hints.isEmpty() ? "of nobody" : String.join(", ", hints), trusted);
    }

    private static Verification unsigned(String why, String attestation) {
        List<Step> steps = new ArrayList<>(List.of(new Step("signature", Step.State.REFUSED, why)));
        BEHIND_SIGNATURE.forEach(
                name -> steps.add(new Step(name, Step.State.UNSEEN, "not looked at without a right signature")));
        return new Verification(steps, attestation, null);
    }

    private Verification verify(
            Envelope envelope,
            Trust.Pair signer,
            Statement statement,
            Current current,
            RenderedSubjects subjects,
            Optional<String> attested) {
        String keyId = signer.key().keyId();
        List<Step> steps = List.of(
                new Step("signature", Step.State.PASSED, "signed by the key " + keyId),
                SubjectStep.of(statement, current, subjects, attested),
                predicate(statement),
                Step.of(
                        "verifier",
                        statement.verifier().equals(signer.verifier()),
                        statement.verifier(),
                        "The verdict is of \"%s\", but the key speaks for %s"
                                .formatted(statement.verifier(), signer.verifier())),
                Step.of(
                        "resource",
                        statement.resource().equals(trust.resource()),
                        statement.resource(),
                        "It is about %s, not about %s; attest the target that is to be deployed"
                                .formatted(statement.resource(), trust.resource())),
                Step.of(
                        "result",
                        statement.result().equals(Statement.PASSED),
                        Statement.PASSED,
                        "The verdict is \"%s\", not %s".formatted(statement.result(), Statement.PASSED)),
                Step.of(
                        "level",
                        statement.levels().contains(Statement.LEVEL),
                        Statement.LEVEL,
                        "\"verifiedLevels\" lacks " + Statement.LEVEL),
                time(statement),
                policy(statement, current.verdict()),
                revocation(envelope, keyId, subjects));
        boolean all = steps.stream().allMatch(step -> step.state() == Step.State.PASSED);
        VerifiedRelease release = all
                ? new VerifiedRelease(
                        current.target(), current.rendering(), subjects, statement, envelope.digest(), keyId)
                : null;
        return new Verification(steps, envelope.digest(), release);
    }

    private static Step predicate(Statement statement) {
        boolean right = statement.type().equals(Statement.TYPE)
                && statement.predicateType().equals(Statement.PREDICATE);
        String wrong = statement.type().equals(Statement.TYPE)
                ? "The predicate is \"%s\", not %s".formatted(statement.predicateType(), Statement.PREDICATE)
                : "The payload is \"%s\", not %s".formatted(statement.type(), Statement.TYPE);
        return Step.of("predicate", right, Statement.PREDICATE, wrong);
    }

    private Step time(Statement statement) {
        Instant now = clock.instant();
        Optional<Instant> time = statement.time();
        if (time.isEmpty()) {
            return new Step("time", Step.State.REFUSED, "\"timeVerified\" is missing or no RFC 3339 time in UTC");
        }
        if (time.get().isAfter(now.plus(SKEW))) {
            return new Step(
                    "time",
                    Step.State.REFUSED,
                    "It was made at %s, which is yet to come: it is %s here; set the clocks right"
                            .formatted(time.get(), now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)));
        }
        boolean young = !time.get().plus(trust.maxAge()).isBefore(now);
        return Step.of(
                "time",
                young,
                time.get().toString(),
                "It was made at %s and holds for %s; attest again"
                        .formatted(time.get(), Durations.write(trust.maxAge())));
    }

    /** What passed once may be refused now: policies become stricter, and waivers expire. */
    private static Step policy(Statement statement, Verdict now) {
        if (now.outcome() != Outcome.PASS) {
            long counted = now.findings().stream()
                    .filter(finding -> finding.severity() != Severity.INFO)
                    .count();
            return new Step(
                    "policy",
                    Step.State.REFUSED,
                    "What holds now does not let it pass (%d %s); see 'auditflow validate %s'"
                            .formatted(counted, counted == 1 ? "finding" : "findings", now.target()));
        }
        String current = Attestor.policyDigest(now.digests());
        String what = statement.policies().equals(now.digests().policies())
                ? "The schemas are others than those that judged it, or another schema engine is at hand here"
                : "The policies are others than those that judged it";
        return Step.of(
                "policy", statement.policyDigest().equals(current), "sha256:" + current, what + "; attest again");
    }

    private Step revocation(Envelope envelope, String keyId, RenderedSubjects subjects) {
        Optional<String> reason = trust.revocations()
                .reason(envelope.digest(), "sha256:" + subjects.bundle().digest(), "key:" + keyId);
        return Step.of(
                "revocation",
                reason.isEmpty(),
                "not among the %d revoked".formatted(trust.revocations().size()),
                "It is revoked: " + reason.orElse(""));
    }
}
