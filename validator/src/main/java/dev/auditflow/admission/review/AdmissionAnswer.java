package dev.auditflow.admission.review;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The answer to an admission request. It never carries a patch.
 *
 * @param message for the user, when it is denied; may have several lines
 * @param causes of the denial, one for each finding
 * @param warnings each on one line, as {@link Warnings} makes them
 * @param auditAnnotations key, without the webhook's name, to value
 */
public record AdmissionAnswer(
        String uid,
        boolean allowed,
        String message,
        List<Cause> causes,
        List<String> warnings,
        SortedMap<String, String> auditAnnotations) {
    public AdmissionAnswer {
        causes = List.copyOf(causes);
        warnings = List.copyOf(warnings);
        auditAnnotations = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(auditAnnotations));
    }

    /**
     * One reason for a denial, as a {@code StatusCause} of the Kubernetes API.
     *
     * @param reason id of the rule
     * @param field path of the field; empty when it is about the whole object
     */
    public record Cause(String reason, String message, String field) {}
}
