package dev.auditflow.coverage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Adds up what targets used. The order of the targets does not change the result but for their names. */
public final class CoverageUnion {
    private CoverageUnion() {}

    /**
     * The sum over all targets.
     *
     * @param unrendered names of targets that could not be rendered
     */
    public static Coverage of(List<TargetUse> targets, List<String> unrendered) {
        SortedMap<String, List<TargetUse>> byChart = new TreeMap<>();
        for (TargetUse target : targets) {
            if (target.chart() != null) {
                byChart.computeIfAbsent(target.chart().chart(), _ -> new ArrayList<>())
                        .add(target);
            }
        }
        return new Coverage(
                byChart.values().stream().map(CoverageUnion::chart).toList(),
                unrendered,
                targets.stream().map(TargetUse::rules).reduce(RuleUse.NONE, RuleUse::plus));
    }

    private static Coverage.Chart chart(List<TargetUse> targets) {
        List<ChartUse> uses = targets.stream()
                .map(TargetUse::chart)
                .map(Objects::requireNonNull)
                .toList();
        ChartUse sum = uses.stream().reduce(CoverageUnion::plus).orElseThrow();
        List<Coverage.Member> members = new ArrayList<>();
        for (ChartUse.Member member : sum.members()) {
            members.add(new Coverage.Member(
                    member.place(),
                    member.enabled(),
                    member.templates().stream()
                            .sorted(Comparator.comparing(TemplateUse::file))
                            .toList(),
                    keys(sum, member)));
        }
        return new Coverage.Chart(
                sum.chart(), targets.stream().map(TargetUse::target).toList(), members, new UnreadKeys(sum).all());
    }

    private static Count keys(ChartUse use, ChartUse.Member member) {
        int found = 0;
        int hit = 0;
        for (KeyUse key : use.keys()) {
            if (key.leaf() && owner(use, key).equals(member.place())) {
                found++;
                hit += key.read() ? 1 : 0;
            }
        }
        return new Count(found, hit);
    }

    /** The chart whose defaults a key is one of; the root chart for all others. */
    private static String owner(ChartUse use, KeyUse key) {
        String folder = key.file().endsWith("/values.yaml")
                ? key.file().substring(0, key.file().length() - "/values.yaml".length())
                : "";
        return use.members().stream()
                .map(ChartUse.Member::place)
                .filter(folder::equals)
                .findFirst()
                .orElse(use.chart());
    }

    private static ChartUse plus(ChartUse one, ChartUse other) {
        Map<String, ChartUse.Member> members = new LinkedHashMap<>();
        for (ChartUse use : List.of(one, other)) {
            use.members().forEach(member -> members.merge(member.place(), member, CoverageUnion::plus));
        }
        record Name(String file, String key) {}
        Map<Name, KeyUse> keys = new LinkedHashMap<>();
        for (ChartUse use : List.of(one, other)) {
            use.keys().forEach(key -> keys.merge(new Name(key.file(), key.key()), key, KeyUse::or));
        }
        TreeSet<String> reads = new TreeSet<>(one.reads());
        reads.addAll(other.reads());
        return new ChartUse(one.chart(), List.copyOf(members.values()), List.copyOf(keys.values()), reads);
    }

    private static ChartUse.Member plus(ChartUse.Member one, ChartUse.Member other) {
        SortedMap<String, TemplateUse> templates = new TreeMap<>();
        one.templates().forEach(use -> templates.merge(use.file(), use, TemplateUse::plus));
        other.templates().forEach(use -> templates.merge(use.file(), use, TemplateUse::plus));
        return new ChartUse.Member(
                one.place(), one.paths(), one.enabled() || other.enabled(), List.copyOf(templates.values()));
    }
}
