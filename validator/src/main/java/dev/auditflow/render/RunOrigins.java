package dev.auditflow.render;

import java.util.List;

/** Origins from runs that follow each other without gaps. */
final class RunOrigins implements OriginMap {
    private final List<Run> runs;

    private RunOrigins(List<Run> runs) {
        this.runs = runs;
    }

    static OriginMap of(List<Run> runs) {
        return new RunOrigins(List.copyOf(runs));
    }

    @Override
    public List<Run> between(int from, int to) {
        int low = 0;
        int high = runs.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (runs.get(middle).to() <= from) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int end = low;
        while (end < runs.size() && runs.get(end).from() < to) {
            end++;
        }
        return runs.subList(low, end);
    }
}
