package dev.auditflow.render.chart;

import dev.auditflow.coverage.ChartUse;
import dev.auditflow.coverage.TemplateUse;
import dev.auditflow.go.GoText;
import dev.auditflow.render.HelmRequest;
import dev.auditflow.render.template.FunctionTable;
import dev.auditflow.render.template.KeyReads;
import dev.auditflow.render.template.TemplateException;
import dev.auditflow.render.template.TemplateHits;
import dev.auditflow.render.template.TemplateSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a rendering used of a chart. The files are read again, for rendering changes what was loaded. */
public final class UsedChart {
    private static final String GLOBAL = "global";

    private final ChartTree tree;
    private final List<List<String>> enabled;

    private UsedChart(ChartTree tree, List<List<String>> enabled) {
        this.tree = tree;
        this.enabled = enabled;
    }

    /**
     * Judges a rendering.
     *
     * @param plan that was rendered
     * @param hits of the rendering; files of charts that took no part are added, so that their lines count as missed
     * @param reads of the rendering; what Helm read itself is added
     * @throws ChartProblem if the chart or a values file can no longer be read
     */
    public static ChartUse of(
            HelmRequest request, ChartPlan plan, TemplateHits hits, KeyReads reads, FunctionTable functions) {
        ChartTree tree = ChartTree.of(ChartLoader.load(request.chart()));
        UsedChart used = new UsedChart(tree, ChartTree.enabled(plan.chart()));
        used.parseIdle(new TemplateSet(functions, hits));
        tree.readByHelm(reads);
        UsedKeys keys = new UsedKeys(reads, used.enabled);
        for (ChartTree.Member member : tree.members()) {
            List<List<String>> owners = used.taking(member);
            if (!owners.isEmpty()) {
                keys.add(member.chart().values, member.chart().place + "/values.yaml", owners);
            }
        }
        List<List<String>> root = List.of(List.of());
        request.valuesFiles()
                .forEach(file -> keys.add(ValuesReader.file(file, request.sealed()), file.toString(), root));
        keys.add(SetFlags.flags(request), "--set", root);
        return new ChartUse(request.chart().toString(), used.members(hits.uses()), keys.all(), reads(reads.paths()));
    }

    /** The paths of a chart that lead to it in this rendering. */
    private List<List<String>> taking(ChartTree.Member member) {
        return member.paths().stream().filter(enabled::contains).toList();
    }

    private void parseIdle(TemplateSet idle) {
        for (ChartTree.Member member : tree.members()) {
            if (taking(member).isEmpty()) {
                Chart chart = member.chart();
                for (ChartFile file : chart.templates) {
                    try {
                        idle.parse(chart.name() + "/" + file.name(), place(chart, file), GoText.decode(file.data()));
                    } catch (TemplateException e) {
                        // Nothing renders it, so nothing says that it is broken; it has no lines to count.
                    }
                }
            }
        }
    }

    private List<ChartUse.Member> members(List<TemplateUse> uses) {
        Map<String, TemplateUse> byFile = new HashMap<>();
        uses.forEach(use -> byFile.merge(use.file(), use, TemplateUse::plus));
        List<ChartUse.Member> members = new ArrayList<>();
        for (ChartTree.Member member : tree.members()) {
            SortedMap<String, TemplateUse> own = new TreeMap<>();
            for (ChartFile file : member.chart().templates) {
                TemplateUse use = byFile.get(place(member.chart(), file));
                if (use != null) {
                    own.put(use.file(), use);
                }
            }
            members.add(new ChartUse.Member(
                    member.chart().place,
                    member.paths().stream().map(KeyReads::dotted).toList(),
                    !taking(member).isEmpty(),
                    List.copyOf(own.values())));
        }
        return members;
    }

    private static String place(Chart chart, ChartFile file) {
        return chart.place + "/" + file.name();
    }

    /** A global that a subchart reads was read where it was set. */
    private static Set<String> reads(Collection<String> paths) {
        Set<String> reads = new TreeSet<>(paths);
        for (String path : paths) {
            int global = path.indexOf("." + GLOBAL + ".");
            if (global >= 0) {
                reads.add(path.substring(global + 1));
            }
        }
        return reads;
    }
}
