package dev.auditflow.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A configuration that has not been written yet.
 *
 * @param releases sorted by name
 * @param crds files and folders of CustomResourceDefinitions
 * @param allowMissing kinds without a schema, as {@code group/Kind}
 * @param unstable objects that render differently each time, as {@code Kind/name}, with their releases' names
 * @param leftOut what was found and is not checked
 */
public record Plan(
        List<PlannedRelease> releases,
        List<String> crds,
        List<String> allowMissing,
        Map<String, String> unstable,
        List<LeftOut> leftOut) {
    public Plan {
        releases = List.copyOf(releases);
        crds = List.copyOf(crds);
        allowMissing = List.copyOf(allowMissing);
        unstable = Map.copyOf(unstable);
        leftOut = List.copyOf(leftOut);
    }

    /** The environments of all releases in the order of promotion; none when no release has any. */
    public List<String> environments() {
        TreeSet<String> names = new TreeSet<>(EnvironmentNames.promotion());
        releases.forEach(release -> names.addAll(release.environments().keySet()));
        names.remove("");
        return List.copyOf(names);
    }

    /** How many releases are checked in one environment at least. */
    public int checkedReleases() {
        return (int) releases.stream().filter(PlannedRelease::isChecked).count();
    }

    /** Releases, environments and scenarios that are in the file as comments only, with the reason. */
    public List<LeftOut> failures() {
        List<LeftOut> failures = new ArrayList<>();
        for (PlannedRelease release : releases) {
            release.environments().forEach((environment, planned) -> {
                String name = release.name() + (environment.isEmpty() ? "" : "/" + environment);
                if (!planned.problem().isEmpty()) {
                    failures.add(new LeftOut(name, planned.problem()));
                }
                planned.failedScenarios()
                        .forEach((scenario, reason) -> failures.add(new LeftOut(name + "/" + scenario, reason)));
            });
        }
        return failures;
    }

    /** The plan with a target's problem noted; a scenario is left out alone, else its whole environment is. */
    public Plan without(String release, String environment, String scenario, String reason) {
        List<PlannedRelease> changed = releases.stream()
                .map(one -> one.name().equals(release) ? one.without(environment, scenario, reason) : one)
                .toList();
        return new Plan(changed, crds, allowMissing, unstable, leftOut);
    }

    public Plan withCrds(List<String> paths) {
        return new Plan(releases, paths, allowMissing, unstable, leftOut);
    }

    public Plan withAllowMissing(List<String> kinds) {
        return new Plan(releases, crds, kinds, unstable, leftOut);
    }

    /** The plan with one more object that golden files cannot hold. */
    public Plan withUnstable(String object, String release) {
        Map<String, String> all = new TreeMap<>(unstable);
        all.put(object, release);
        return new Plan(releases, crds, allowMissing, all, leftOut);
    }
}
