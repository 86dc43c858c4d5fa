package dev.auditflow.diff;

import java.util.ArrayList;
import java.util.List;

/** The lines of two texts, with what only one of them has. */
public final class TextDiff {
    private TextDiff() {}

    /** A line and whose it is. */
    public record Line(Side side, String text) {}

    /** Who has a line. */
    public enum Side {
        BOTH,
        BEFORE,
        AFTER,
        /** Stands for lines that both have and that are left out; its text is their count. */
        LEFT_OUT
    }

    /** The lines with the fewest changes, and {@code context} equal ones around each. */
    public static List<Line> of(String before, String after, int context) {
        List<String> was = List.of(before.split("\n", -1));
        List<String> is = List.of(after.split("\n", -1));
        return folded(all(was, is, SequenceDiff.between(was, is)), context);
    }

    private static List<Line> all(List<String> was, List<String> is, SequenceDiff.Script script) {
        List<Line> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < was.size() || j < is.size()) {
            if (i < was.size() && script.gone().get(i)) {
                lines.add(new Line(Side.BEFORE, was.get(i++)));
            } else if (j < is.size() && script.fresh().get(j)) {
                lines.add(new Line(Side.AFTER, is.get(j++)));
            } else {
                lines.add(new Line(Side.BOTH, was.get(i++)));
                j++;
            }
        }
        return lines;
    }

    private static List<Line> folded(List<Line> all, int context) {
        boolean[] shown = new boolean[all.size()];
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).side() != Side.BOTH) {
                for (int near = Math.max(0, i - context); near <= Math.min(all.size() - 1, i + context); near++) {
                    shown[near] = true;
                }
            }
        }
        List<Line> lines = new ArrayList<>();
        int hidden = 0;
        for (int i = 0; i < all.size(); i++) {
            if (shown[i]) {
                leaveOut(hidden, lines);
                hidden = 0;
                lines.add(all.get(i));
            } else {
                hidden++;
            }
        }
        leaveOut(hidden, lines);
        return List.copyOf(lines);
    }

    private static void leaveOut(int hidden, List<Line> lines) {
        if (hidden > 0) {
            lines.add(new Line(Side.LEFT_OUT, Integer.toString(hidden)));
        }
    }
}
