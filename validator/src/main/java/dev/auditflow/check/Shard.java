package dev.auditflow.check;

import java.util.List;

/**
 * Which part of all targets a run looked at, so that the parts can be joined without one missing.
 *
 * @param index counted from 1
 * @param count how many parts there are; 1 for a run over everything
 * @param targets {@code sha256:<hex>} over the names of all targets of all parts, in order; empty when there is one part
 * @param positions where each verdict of this part stands among all, in the order of the verdicts
 */
public record Shard(int index, int count, String targets, List<Integer> positions) {
    private static final Shard WHOLE = new Shard(1, 1, "", List.of());

    public Shard {
        positions = List.copyOf(positions);
    }

    /** A run over everything. */
    public static Shard whole() {
        return WHOLE;
    }

    public boolean isWhole() {
        return count == 1;
    }
}
