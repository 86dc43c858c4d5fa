package dev.auditflow.admission;

import dev.auditflow.check.policy.PolicyCheck;
import dev.auditflow.config.AdmissionSettings;
import dev.auditflow.config.Waiver;
import java.util.List;

/**
 * Everything a decision rests on. Immutable: a reload makes another one, and a review is decided by one from its start to
 * its end.
 *
 * @param check the policies, compiled
 * @param digest {@code sha256:<hex>} of the policies with their data and severities: the verdicts of the gate name the same
 * @param source the configuration's file as messages name it
 * @param environment whose waivers count; empty for none
 * @param kubernetesVersion {@code major.minor}
 */
public record AdmissionPolicies(
        PolicyCheck check,
        String digest,
        AdmissionSettings settings,
        List<Waiver> waivers,
        String source,
        String environment,
        String kubernetesVersion,
        boolean failOnWarn) {
    public AdmissionPolicies {
        waivers = List.copyOf(waivers);
    }
}
