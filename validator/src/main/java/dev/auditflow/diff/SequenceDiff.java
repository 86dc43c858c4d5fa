package dev.auditflow.diff;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fewest insertions and deletions between two sequences, by Myers' middle snake in linear memory. Beyond a limit of
 * steps the rest counts as replaced, so that hostile texts end too.
 */
final class SequenceDiff {
    private static final long MAX_STEPS = 100_000_000L;
    private static final int NOWHERE = -1_000_000_000;

    private final int[] a;
    private final int[] b;
    private final BitSet gone = new BitSet();
    private final BitSet fresh = new BitSet();
    private final int[] forward;
    private final int[] backward;
    private long steps;

    private SequenceDiff(int[] a, int[] b) {
        this.a = a;
        this.b = b;
        int size = 2 * ((a.length + b.length + 1) / 2 + 1) + 3;
        this.forward = new int[size];
        this.backward = new int[size];
    }

    /**
     * What the sequences have in common.
     *
     * @param gone places in the first sequence that the second does not have
     * @param fresh places in the second sequence that the first does not have
     */
    record Script(BitSet gone, BitSet fresh) {}

    /** Compares by equality; items that only one side has cost nothing. */
    static Script between(List<?> before, List<?> after) {
        Map<Object, Integer> numbers = new HashMap<>();
        int[] a = before.stream().mapToInt(item -> number(numbers, item)).toArray();
        int known = numbers.size();
        int[] b = after.stream().mapToInt(item -> number(numbers, item)).toArray();
        BitSet common = new BitSet();
        for (int item : b) {
            if (item < known) {
                common.set(item);
            }
        }
        Script script = new Script(new BitSet(), new BitSet());
        int[] keptA = kept(a, common, script.gone());
        int[] keptB = kept(b, common, script.fresh());
        SequenceDiff diff = new SequenceDiff(pick(a, keptA), pick(b, keptB));
        diff.box(0, keptA.length, 0, keptB.length);
        diff.gone.stream().forEach(i -> script.gone().set(keptA[i]));
        diff.fresh.stream().forEach(i -> script.fresh().set(keptB[i]));
        return script;
    }

    private static int number(Map<Object, Integer> numbers, Object item) {
        return numbers.computeIfAbsent(item, _ -> numbers.size());
    }

    /** Places of items that both sides have; the other ones go into {@code alone}. */
    private static int[] kept(int[] items, BitSet common, BitSet alone) {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < items.length; i++) {
            if (common.get(items[i])) {
                kept.add(i);
            } else {
                alone.set(i);
            }
        }
        return kept.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] pick(int[] items, int[] places) {
        int[] picked = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            picked[i] = items[places[i]];
        }
        return picked;
    }

    private void box(int fromA, int toA, int fromB, int toB) {
        int left = fromA;
        int top = fromB;
        int right = toA;
        int bottom = toB;
        while (left < right && top < bottom && a[left] == b[top]) {
            left++;
            top++;
        }
        while (left < right && top < bottom && a[right - 1] == b[bottom - 1]) {
            right--;
            bottom--;
        }
        if (left == right || top == bottom || steps > MAX_STEPS) {
            gone.set(left, right);
            fresh.set(top, bottom);
            return;
        }
        int[] middle = middle(left, right, top, bottom);
        box(left, middle[0], top, middle[1]);
        box(middle[0], right, middle[1], bottom);
    }

    /** A point that a shortest way passes through. */
    private int[] middle(int left, int right, int top, int bottom) {
        int width = right - left;
        int height = bottom - top;
        int delta = width - height;
        boolean odd = (delta & 1) != 0;
        int zero = (width + height + 1) / 2 + 1;
        for (int d = 0; ; d++) {
            for (int k = -d; k <= d; k += 2) {
                int x = furthest(forward, zero, k, d, width, height);
                while (x >= 0 && x < width && x - k < height && a[left + x] == b[top + x - k]) {
                    x++;
                }
                forward[zero + k] = x;
                int across = delta - k;
                if (odd && Math.abs(across) < d && x + backward[zero + across] >= width) {
                    return new int[] {left + x, top + x - k};
                }
            }
            for (int k = -d; k <= d; k += 2) {
                int x = furthest(backward, zero, k, d, width, height);
                while (x >= 0 && x < width && x - k < height && a[right - 1 - x] == b[bottom - 1 - x + k]) {
                    x++;
                }
                backward[zero + k] = x;
                int across = delta - k;
                if (!odd && Math.abs(across) <= d && x + forward[zero + across] >= width) {
                    return new int[] {right - x, bottom - x + k};
                }
            }
            steps += 2L * d + 2;
            if (steps > MAX_STEPS) {
                return new int[] {left + width / 2, top + height / 2};
            }
        }
    }

    /** How far {@code d} steps come on the diagonal {@code k} before equal items; nowhere if that is out of the box. */
    private static int furthest(int[] reached, int zero, int k, int d, int width, int height) {
        if (d == 0) {
            return 0;
        }
        int down = k == d ? NOWHERE : reached[zero + k + 1];
        int across = k == -d ? NOWHERE : reached[zero + k - 1] + 1;
        int x = NOWHERE;
        if (down >= 0 && down - k <= height) {
            x = down;
        }
        return across > x && across <= width ? across : x;
    }
}
