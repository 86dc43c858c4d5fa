package dev.auditflow.config;

/**
 * One cell of the matrix: a release in an environment, with one values scenario, on one Kubernetes version.
 *
 * @param release name of the release; for plain manifests the input as given
 * @param environment empty when none was named
 * @param scenario empty for the only one
 * @param kubernetesVersion {@code major.minor}
 * @param golden whether this target's golden files are checked: one scenario and version per environment has them
 */
public record Target(
        String release,
        String environment,
        String scenario,
        String kubernetesVersion,
        Source source,
        ChartOptions options,
        boolean golden) {}
