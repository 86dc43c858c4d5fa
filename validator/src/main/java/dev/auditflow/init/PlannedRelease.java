package dev.auditflow.init;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One release.
 *
 * @param source {@code chart}, {@code manifests} or {@code kustomize}
 * @param path relative to the repository's root
 * @param environments by name; one with an empty name when the repository has no environments
 */
public record PlannedRelease(String name, String source, String path, Map<String, PlannedEnvironment> environments) {
    public PlannedRelease {
        Map<String, PlannedEnvironment> sorted = new TreeMap<>(EnvironmentNames.promotion());
        sorted.putAll(environments);
        environments = Collections.unmodifiableMap(sorted);
    }

    /**
     * One environment of a release.
     *
     * @param values files, later ones win
     * @param scenarios name to a values file
     * @param problem why the environment is not checked; empty when it is
     * @param failedScenarios name to the reason why it is not checked
     */
    public record PlannedEnvironment(
            List<String> values, Map<String, String> scenarios, String problem, Map<String, String> failedScenarios) {
        public PlannedEnvironment {
            values = List.copyOf(values);
            scenarios = Collections.unmodifiableMap(new TreeMap<>(scenarios));
            failedScenarios = Collections.unmodifiableMap(new TreeMap<>(failedScenarios));
        }

        static PlannedEnvironment of(List<String> values, Map<String, String> scenarios) {
            return new PlannedEnvironment(values, scenarios, "", Map.of());
        }

        private PlannedEnvironment failed(String reason) {
            return new PlannedEnvironment(values, scenarios, reason, failedScenarios);
        }

        private PlannedEnvironment without(String scenario, String reason) {
            if (!scenarios.containsKey(scenario)) {
                return this;
            }
            Map<String, String> left = new TreeMap<>(scenarios);
            left.remove(scenario);
            Map<String, String> failed = new TreeMap<>(failedScenarios);
            failed.put(scenario, reason);
            return new PlannedEnvironment(values, left, problem, failed);
        }

        /** The chart's own values are not enough: the first scenario takes their place. */
        private PlannedEnvironment onFirstScenario() {
            Map<String, String> left = new TreeMap<>(scenarios);
            String file = left.remove(left.keySet().iterator().next());
            return new PlannedEnvironment(List.of(file), left, problem, failedScenarios);
        }
    }

    boolean isChecked() {
        return environments.values().stream().anyMatch(one -> one.problem().isEmpty());
    }

    PlannedRelease without(String environment, String scenario, String reason) {
        PlannedEnvironment before = environments.get(environment);
        if (before == null) {
            return this;
        }
        PlannedEnvironment after;
        if (!scenario.isEmpty()) {
            after = before.without(scenario, reason);
        } else if (before.values().isEmpty() && !before.scenarios().isEmpty()) {
            after = before.onFirstScenario();
        } else {
            after = before.failed(reason);
        }
        Map<String, PlannedEnvironment> all = new TreeMap<>(environments);
        all.put(environment, after);
        return new PlannedRelease(name, source, path, all);
    }
}
