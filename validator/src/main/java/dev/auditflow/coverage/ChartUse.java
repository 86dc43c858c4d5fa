package dev.auditflow.coverage;

import java.util.List;
import java.util.Set;

/**
 * What one rendering used of a chart.
 *
 * @param chart the path of the root chart
 * @param members the chart and its subcharts, parents first
 * @param keys all keys of all values files and flags, a key before those below it
 * @param reads all positions that templates read, whether there was a value or not
 */
public record ChartUse(String chart, List<Member> members, List<KeyUse> keys, Set<String> reads) {
    public ChartUse {
        members = List.copyOf(members);
        keys = List.copyOf(keys);
        reads = Set.copyOf(reads);
    }

    /**
     * A chart of the tree.
     *
     * @param place its folder or archive
     * @param paths dotted names of the subcharts that lead here, several by aliases; one empty path for the root
     * @param enabled whether this rendering took it in
     */
    public record Member(String place, List<String> paths, boolean enabled, List<TemplateUse> templates) {
        public Member {
            paths = List.copyOf(paths);
            templates = List.copyOf(templates);
        }
    }
}
