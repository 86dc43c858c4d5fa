package dev.auditflow.report;

import dev.auditflow.coverage.BranchUse;
import dev.auditflow.coverage.Count;
import dev.auditflow.coverage.Coverage;
import dev.auditflow.coverage.RuleUse;
import dev.auditflow.coverage.TemplateUse;
import dev.auditflow.coverage.UnreadKey;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Coverage with everything that reports show, names that are no friend of theirs included. */
final class SampleCoverage {
    private static final String CHART = "charts/shop";

    private SampleCoverage() {}

    static Coverage coverage() {
        Coverage.Member shop = new Coverage.Member(
                CHART,
                true,
                List.of(
                        template(
                                CHART + "/templates/deployment.yaml",
                                new long[] {2, 2, 0, 0, 2, 0},
                                new BranchUse(2, 7, BranchUse.Kind.IF, "if .Values.tls", 0, 2),
                                new BranchUse(3, 9, BranchUse.Kind.WITH, "with .Values.<b>\u001b[31m", 0, 0),
                                new BranchUse(5, 10, BranchUse.Kind.RANGE, "range .Values.ports", 4, 1)),
                        template(CHART + "/templates/service.yaml", new long[] {2, 2})),
                new Count(12, 10));
        Coverage.Member cache = new Coverage.Member(
                CHART + "/charts/cache",
                false,
                List.of(template(CHART + "/charts/cache/templates/x.yaml", new long[] {0})),
                Count.NONE);
        List<UnreadKey> unread = List.of(
                new UnreadKey("values-dev.yaml", 3, "replicaCuont", 0, false, "no template names it", "replicaCount"),
                new UnreadKey("--set", 0, "a.<script>", 2, false, "no template names it", ""),
                new UnreadKey(
                        CHART + "/values.yaml",
                        9,
                        "tls.secret",
                        0,
                        true,
                        CHART + "/templates/deployment.yaml:3 reads it and is never rendered",
                        ""));
        return new Coverage(
                List.of(new Coverage.Chart(CHART, List.of("shop/dev@1.34"), List.of(shop, cache), unread)),
                List.of("shop/prod@1.34"),
                new RuleUse(Set.of("AF306"), Set.of("AF401", "AF402")));
    }

    /** Lines from 1 on with how often each was rendered. */
    private static TemplateUse template(String file, long[] hits, BranchUse... branches) {
        TreeMap<Integer, Long> lines = new TreeMap<>();
        IntStream.range(0, hits.length).forEach(i -> lines.put(i + 1, hits[i]));
        return new TemplateUse(file, lines, List.of(branches), List.of());
    }
}
