package dev.auditflow.report;

import dev.auditflow.check.Finding;
import dev.auditflow.check.Run;
import dev.auditflow.check.Verdict;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A finding with all targets that have it. Two findings are the same when they differ in nothing but the place.
 *
 * @param finding of the first target that has it
 * @param occurrences one for each target that has it, in the order of the run
 * @param of how many targets the run has
 */
record MergedFinding(Finding finding, List<Occurrence> occurrences, int of) {
    private static final int NAMED = 4;

    MergedFinding {
        occurrences = List.copyOf(occurrences);
    }

    /**
     * The finding in one target.
     *
     * @param verdict index of the target's verdict in the run
     */
    record Occurrence(int verdict, String target, Location location) {}

    /** A place, and the targets in which the finding is there. */
    record Cause(Location location, List<String> targets) {
        Cause {
            targets = List.copyOf(targets);
        }
    }

    /**
     * A place in a template and in the rendering, with the origins that differ in nothing but the values.
     *
     * @param causes at least one
     */
    record Spot(List<Cause> causes) {
        Spot {
            causes = List.copyOf(causes);
        }

        /** The place; its values are those of the first cause. */
        Location location() {
            return causes.getFirst().location();
        }

        List<String> targets() {
            return causes.stream().flatMap(cause -> cause.targets().stream()).toList();
        }
    }

    private record Key(Finding placeless, int occurrence) {}

    /**
     * All findings of a run in the order in which its targets list them, each at the first target that has it. Two equal
     * findings of one target stay two.
     */
    static List<MergedFinding> of(Run run) {
        Map<Key, Finding> first = new LinkedHashMap<>();
        Map<Key, List<Occurrence>> occurrences = new HashMap<>();
        for (int i = 0; i < run.verdicts().size(); i++) {
            Verdict verdict = run.verdicts().get(i);
            Map<Finding, Integer> seen = new HashMap<>();
            for (Finding finding : verdict.findings()) {
                Finding placeless = placeless(finding);
                Key key = new Key(placeless, seen.merge(placeless, 1, Integer::sum));
                first.putIfAbsent(key, finding);
                occurrences
                        .computeIfAbsent(key, _ -> new ArrayList<>())
                        .add(new Occurrence(i, verdict.target(), finding.location()));
            }
        }
        int all = run.verdicts().size();
        return first.entrySet().stream()
                .map(entry ->
                        new MergedFinding(entry.getValue(), occurrences.getOrDefault(entry.getKey(), List.of()), all))
                .toList();
    }

    private static Finding placeless(Finding finding) {
        return finding.withLocation(finding.resource().isNone() ? file(finding.location()) : Location.none());
    }

    /** What is about no object is about its file: the same words about another file are another finding. */
    private static Location file(Location location) {
        String file = location.origin().template().isNone()
                ? location.rendered().file()
                : location.origin().template().file();
        return new Location(Place.file(file), Origin.none());
    }

    /** Index of the first verdict that has the finding. */
    int firstVerdict() {
        return occurrences.getFirst().verdict();
    }

    List<String> targets() {
        return occurrences.stream().map(Occurrence::target).toList();
    }

    /** The different places of the finding, each with its targets, in the order of the run. */
    List<Cause> causes() {
        Map<Location, List<String>> byLocation = new LinkedHashMap<>();
        for (Occurrence occurrence : occurrences) {
            byLocation
                    .computeIfAbsent(occurrence.location(), _ -> new ArrayList<>())
                    .add(occurrence.target());
        }
        return byLocation.entrySet().stream()
                .map(entry -> new Cause(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The different places of the finding, those together that differ only in the values behind them. */
    List<Spot> spots() {
        Map<Location, List<Cause>> byPlace = new LinkedHashMap<>();
        for (Cause cause : causes()) {
            Origin origin = cause.location().origin();
            Location valueless = new Location(cause.location().rendered(), origin.withoutValues());
            byPlace.computeIfAbsent(valueless, _ -> new ArrayList<>()).add(cause);
        }
        return byPlace.values().stream().map(Spot::new).toList();
    }

    /** {@code in all 6 targets}, {@code in 5 of 6 targets: …}, or nothing when it is in one target only. */
    String where() {
        int count = occurrences.size();
        if (count == 1) {
            return "";
        }
        return count == of
                ? "in all %d targets".formatted(of)
                : "in %d of %d targets: %s".formatted(count, of, named(targets()));
    }

    /** Names of targets, the first of them when there are many. */
    static String named(List<String> targets) {
        return targets.size() > NAMED
                ? targets.stream().limit(NAMED - 1).collect(Collectors.joining(", "))
                        + " and %d more".formatted(targets.size() - NAMED + 1)
                : String.join(", ", targets);
    }
}
