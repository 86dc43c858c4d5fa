package dev.auditflow.admission.server;

import dev.auditflow.admission.AdmissionPolicies;
import dev.auditflow.admission.Answers;
import dev.auditflow.admission.Decision;
import dev.auditflow.admission.Judge;
import dev.auditflow.admission.NoAnswer;
import dev.auditflow.admission.review.AdmissionRequest;
import dev.auditflow.admission.review.AnswerWriter;
import dev.auditflow.admission.review.MalformedReview;
import dev.auditflow.admission.review.ReviewReader;
import dev.auditflow.check.Deadline;
import dev.auditflow.check.Finding;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Turns the body of a review into the answer. What cannot be answered is an HTTP error, so that failurePolicy decides. */
public final class Reviewer {
    private static final Logger LOG = Logger.getLogger(Reviewer.class.getName());

    private final Supplier<AdmissionPolicies> policies;
    private final Judge judge;
    private final Metrics metrics;
    private final DecisionLog log;

    /**
     * A reviewer.
     *
     * @param policies those that count at the moment
     */
    public Reviewer(Supplier<AdmissionPolicies> policies, Judge judge, Metrics metrics, DecisionLog log) {
        this.policies = policies;
        this.judge = judge;
        this.metrics = metrics;
        this.log = log;
    }

    /**
     * The answer.
     *
     * @param arrived when the request came, as {@link System#nanoTime()} gives it
     * @param end when nobody waits for the answer any more
     */
    Reply answer(byte[] body, long arrived, long end) {
        try {
            return Deadline.within(end, () -> reviewed(body, arrived));
        } catch (MalformedReview e) {
            metrics.refused("malformed");
            return Reply.text(Reply.BAD_REQUEST, String.valueOf(e.getMessage()));
        } catch (NoAnswer e) {
            metrics.refused(end - System.nanoTime() <= 0 ? "deadline" : "no_answer");
            return Reply.text(Reply.NO_ANSWER, "No verdict: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            metrics.refused("memory");
            return Reply.text(Reply.UNAVAILABLE, "No verdict: the review needs more memory than there is");
        } catch (Exception | StackOverflowError e) {
            // The class alone: a message may quote the object, which may be a Secret.
            metrics.refused("defect");
            LOG.log(Level.SEVERE, "AuditFlow failed on a review: {0} at {1}", new Object[] {
                e.getClass().getName(), e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0]
            });
            return Reply.text(
                    Reply.NO_ANSWER,
                    "No verdict: AuditFlow failed (" + e.getClass().getSimpleName() + ")");
        }
    }

    private Reply reviewed(byte[] body, long arrived) throws MalformedReview, NoAnswer {
        AdmissionRequest request = ReviewReader.read(body);
        Decision decision = judge.decide(request, policies.get());
        String id = newId();
        byte[] answer = AnswerWriter.bytes(request.reviewVersion(), Answers.of(decision, id));
        Duration took = Duration.ofNanos(System.nanoTime() - arrived);
        metrics.reviewed(request.operation().name(), decision.verdict(), request.dryRun(), took);
        count(decision.denials(), "deny");
        count(decision.warnings(), "warn");
        count(decision.recorded(), "dryrun");
        log.add(decision, id, took);
        return Reply.json(answer);
    }

    private void count(List<Finding> findings, String effect) {
        findings.forEach(finding -> metrics.found(finding.rule(), effect));
    }

    /** It names a line of a log and guards nothing, so that it need not be hard to guess. */
    private static String newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
