package dev.auditflow.admission;

import dev.auditflow.admission.review.AdmissionRequest;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Verdict;
import java.util.List;

/**
 * What was decided over one request.
 *
 * @param denials findings that deny it; allowed if there are none
 * @param warnings findings that the user is told of
 * @param recorded findings in dryrun, and infos: nobody but the log is told
 * @param waived findings that a waiver covers
 * @param checked how many rules looked at the object
 * @param skipped why nothing looked at it; empty if something did
 * @param policies the policies that decided
 */
public record Decision(
        AdmissionRequest request,
        List<Finding> denials,
        List<Finding> warnings,
        List<Finding> recorded,
        List<Verdict.Waived> waived,
        int checked,
        String skipped,
        AdmissionPolicies policies) {
    public Decision {
        denials = List.copyOf(denials);
        warnings = List.copyOf(warnings);
        recorded = List.copyOf(recorded);
        waived = List.copyOf(waived);
    }

    static Decision skipped(AdmissionRequest request, String reason, AdmissionPolicies policies) {
        return new Decision(request, List.of(), List.of(), List.of(), List.of(), 0, reason, policies);
    }

    public boolean allowed() {
        return denials.isEmpty();
    }

    /** {@code deny}, {@code warn}, {@code pass}, or {@code skip} where nothing was checked. */
    public String verdict() {
        if (!allowed()) {
            return "deny";
        }
        if (!warnings.isEmpty()) {
            return "warn";
        }
        return skipped.isEmpty() ? "pass" : "skip";
    }
}
