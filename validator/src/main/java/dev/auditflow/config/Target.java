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
        boolean golden) {
    /** {@code release/environment[/scenario]@version}, as people and reports name the target. */
    public String name() {
        return name(release, environment, scenario, kubernetesVersion);
    }

    /** The name of a target with these parts; empty ones are left out. */
    public static String name(String release, String environment, String scenario, String kubernetesVersion) {
        StringBuilder name = new StringBuilder(release);
        if (!environment.isEmpty()) {
            name.append('/').append(environment);
        }
        if (!scenario.isEmpty()) {
            name.append('/').append(scenario);
        }
        if (!kubernetesVersion.isEmpty()) {
            name.append('@').append(kubernetesVersion);
        }
        return name.toString();
    }
}
