package dev.auditflow.render.chart;

import dev.auditflow.render.template.KeyReads;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The charts of a tree as they lie on disk, whether enabled or not, and where the values of each stand.
 *
 * @param members parents first
 */
record ChartTree(List<Member> members) {
    /**
     * A chart of the tree.
     *
     * @param paths names of the subcharts that lead here, several by aliases; one empty path for the root
     */
    record Member(Chart chart, List<List<String>> paths) {}

    /** The tree of a chart that was loaded and not changed since. */
    static ChartTree of(Chart root) {
        Map<String, Member> members = new LinkedHashMap<>();
        collect(root, List.of(), members);
        return new ChartTree(List.copyOf(members.values()));
    }

    private static void collect(Chart chart, List<String> path, Map<String, Member> members) {
        members.computeIfAbsent(chart.place, _ -> new Member(chart, new ArrayList<>()))
                .paths()
                .add(path);
        for (Chart subchart : chart.subcharts()) {
            List<String> names = chart.dependencies.stream()
                    .filter(entry -> entry.names(subchart))
                    .map(Dependency::alias)
                    .toList();
            for (String name : names.isEmpty() ? List.of(subchart.name()) : names) {
                collect(subchart, step(path, name), members);
            }
        }
    }

    /** The paths of a chart after dependencies were settled: those that take part. */
    static List<List<String>> enabled(Chart root) {
        List<List<String>> paths = new ArrayList<>();
        enabled(root, List.of(), paths);
        return paths;
    }

    private static void enabled(Chart chart, List<String> path, List<List<String>> paths) {
        paths.add(path);
        chart.subcharts().forEach(subchart -> enabled(subchart, step(path, subchart.name()), paths));
    }

    /** Counts as read what Helm itself reads: conditions, tags, and what a parent imports. */
    void readByHelm(KeyReads reads) {
        for (Member member : members) {
            for (Dependency entry : member.chart.dependencies) {
                for (List<String> path : member.paths) {
                    entry.tags.forEach(tag -> reads.read(List.of("tags", tag)));
                    for (String condition : entry.condition.strip().split(",", -1)) {
                        if (!condition.isEmpty()) {
                            reads.read(steps(path, condition));
                        }
                    }
                    for (Dependency.ImportValues imported : entry.importValues) {
                        String child = imported.parent() == null ? "exports." + imported.child() : imported.child();
                        reads.readWhole(steps(step(path, entry.alias()), child));
                    }
                }
            }
        }
    }

    static List<String> step(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return List.copyOf(longer);
    }

    private static List<String> steps(List<String> path, String dotted) {
        List<String> longer = new ArrayList<>(path);
        longer.addAll(List.of(dotted.split("\\.", -1)));
        return longer;
    }
}
