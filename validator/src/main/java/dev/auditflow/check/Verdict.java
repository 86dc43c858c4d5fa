package dev.auditflow.check;

import dev.auditflow.config.Target;
import java.util.List;

/**
 * The answer over one target: a release in one environment, with one values scenario, on one Kubernetes version.
 *
 * @param release name of the release, or the input as given for plain manifests
 * @param environment empty when none was named
 * @param scenario name of the values scenario; empty for the only one
 * @param kubernetesVersion {@code major.minor}
 * @param findings that count, sorted
 * @param waived findings that a waiver or the baseline covers, sorted, each with the reason
 */
public record Verdict(
        String release,
        String environment,
        String scenario,
        String kubernetesVersion,
        Outcome outcome,
        Digests digests,
        List<Finding> findings,
        List<Waived> waived,
        Account account) {
    public Verdict {
        findings = List.copyOf(findings);
        waived = List.copyOf(waived);
    }

    /**
     * A finding that does not count.
     *
     * @param by {@code waiver} or {@code baseline}
     */
    public record Waived(Finding finding, String by, String reason) {}

    /** {@code release/environment[/scenario]@version}, as people and reports name the target. */
    public String target() {
        return Target.name(release, environment, scenario, kubernetesVersion);
    }
}
