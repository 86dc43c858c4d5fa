package dev.auditflow.admission;

import dev.auditflow.admission.review.AdmissionRequest;
import dev.auditflow.admission.review.AnswerWriter;
import dev.auditflow.admission.review.MalformedReview;
import dev.auditflow.admission.review.Requests;
import dev.auditflow.admission.review.ReviewReader;
import dev.auditflow.check.CheckResult;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Subject;
import dev.auditflow.check.policy.PolicyRules;
import dev.auditflow.host.Resources;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.MapNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Policies answer for sample objects before they count: all of them must give an answer, and some rule must look. */
final class Rehearsal {
    private static final String SAMPLES = "samples.yaml";
    private static final String NAMESPACE = "default";

    /** So often they are evaluated that what is called most is compiled before the first review. */
    private static final int ROUNDS = 10;

    private Rehearsal() {}

    /** @throws PolicySource.Unusable if one gives no answer, or none looks at any sample */
    static void of(AdmissionPolicies policies) throws PolicySource.Unusable {
        List<Subject> samples = ManifestReader.objects(SAMPLES, Resources.text(Rehearsal.class, SAMPLES)).stream()
                .map(sample -> subject(policies, sample))
                .toList();
        int looked = 0;
        for (int i = 0; i < ROUNDS; i++) {
            for (Subject sample : samples) {
                CheckResult result = policies.check().run(sample);
                Optional<Finding> unanswered = result.findings().stream()
                        .filter(finding -> finding.rule().equals(PolicyRules.NOT_EVALUATED.id()))
                        .findFirst();
                if (unanswered.isPresent()) {
                    throw failed(sample.resources().getFirst(), unanswered.get().message());
                }
                looked += result.rules().applied().size();
            }
        }
        for (Subject sample : samples) {
            answer(policies, sample.resources().getFirst());
        }
        if (looked == 0) {
            throw new PolicySource.Unusable(
                    "no rule looks at a Pod, a Deployment, a Service, a ConfigMap or a Role, so nothing would be checked");
        }
    }

    /** The whole way once, from the bytes of a review to those of its answer. */
    private static void answer(AdmissionPolicies policies, Resource sample) throws PolicySource.Unusable {
        MapNode review = Requests.review(Requests.creation(sample.root(), NAMESPACE));
        try {
            AdmissionRequest request = ReviewReader.read(Json.bytes(review));
            Decision decision = new Judge(Clock.systemUTC()).decide(request, policies);
            AnswerWriter.bytes(request.reviewVersion(), Answers.of(decision, request.uid()));
        } catch (MalformedReview | NoAnswer e) {
            throw failed(sample, String.valueOf(e.getMessage()));
        }
    }

    private static PolicySource.Unusable failed(Resource sample, String why) {
        return new PolicySource.Unusable("the self-test failed on a sample %s: %s".formatted(sample.id(), why));
    }

    private static Subject subject(AdmissionPolicies policies, Resource sample) {
        MapNode request = Requests.creation(sample.root(), NAMESPACE).raw();
        return new Subject(
                "",
                policies.environment(),
                NAMESPACE,
                policies.kubernetesVersion(),
                List.of(sample),
                List.of(),
                request);
    }
}
