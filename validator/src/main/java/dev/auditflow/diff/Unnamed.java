package dev.auditflow.diff;

import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pairs the items of lists that have no names: by what they hold, or by where they stand. */
final class Unnamed {
    private static final double ALIKE = 0.3;
    private static final double SAME_FLAG = 0.9;

    private final List<Node> before;
    private final List<Node> after;
    private final List<ListMatcher.Item> both = new ArrayList<>();
    private final BitSet gone = new BitSet();
    private final BitSet fresh = new BitSet();

    Unnamed(List<Node> before, List<Node> after) {
        this.before = before;
        this.after = after;
        gone.set(0, before.size());
        fresh.set(0, after.size());
    }

    ListMatcher.Items byValue() {
        pairEqual();
        pairAlike(places(gone), places(fresh));
        return items(false);
    }

    ListMatcher.Items byPosition() {
        SequenceDiff.Script script = SequenceDiff.between(Same.each(before), Same.each(after));
        List<BitSet> gaps = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            BitSet gap = new BitSet();
            while (i < before.size() && script.gone().get(i)) {
                gap.set(i++);
            }
            BitSet opposite = new BitSet();
            while (j < after.size() && script.fresh().get(j)) {
                opposite.set(j++);
            }
            gaps.add(gap);
            gaps.add(opposite);
            if (i < before.size() && j < after.size()) {
                pair(i++, j++);
            }
        }
        pairEqual();
        for (int gap = 0; gap < gaps.size(); gap += 2) {
            gaps.get(gap).and(gone);
            gaps.get(gap + 1).and(fresh);
            pairGap(places(gaps.get(gap)), places(gaps.get(gap + 1)));
        }
        return items(true);
    }

    /** One item in the place of another is the same one, changed; of more, those that are alike. */
    private void pairGap(List<Integer> was, List<Integer> is) {
        if (was.size() == 1 && is.size() == 1) {
            pair(was.getFirst(), is.getFirst());
        } else {
            pairAlike(was, is);
        }
    }

    private void pairEqual() {
        Map<Same, List<Integer>> waiting = new HashMap<>();
        gone.stream()
                .forEach(i -> waiting.computeIfAbsent(Same.of(before.get(i)), _ -> new ArrayList<>())
                        .add(i));
        for (int j : places(fresh)) {
            List<Integer> olds = waiting.getOrDefault(Same.of(after.get(j)), List.of());
            if (!olds.isEmpty()) {
                pair(olds.removeFirst(), j);
            }
        }
    }

    private void pairAlike(List<Integer> was, List<Integer> is) {
        Likeness.pairs(
                        was.stream().map(before::get).toList(),
                        is.stream().map(after::get).toList(),
                        Unnamed::scored)
                .forEach(match -> pair(was.get(match.before()), is.get(match.after())));
    }

    private static Likeness.Scored scored(Node item) {
        return new Likeness.Scored(item, Leaves.of(item), (mine, other) -> {
            if (mine.node() instanceof ScalarNode one && other.node() instanceof ScalarNode two) {
                return !flag(one).isEmpty() && flag(one).equals(flag(two)) ? SAME_FLAG : 0;
            }
            boolean alike = mine.node().getClass().equals(other.node().getClass());
            double score = alike ? mine.leaves().likeness(other.leaves()) : 0;
            return score >= ALIKE ? score : 0;
        });
    }

    /** {@code --port} of {@code --port=80}. */
    private static String flag(ScalarNode scalar) {
        int sign = scalar.text().indexOf('=');
        return scalar.text().startsWith("-") && sign > 0 ? scalar.text().substring(0, sign) : "";
    }

    private void pair(int old, int now) {
        gone.clear(old);
        fresh.clear(now);
        both.add(new ListMatcher.Item(new Trail.Step.Index(now), old, now));
    }

    private static List<Integer> places(BitSet set) {
        return set.stream().boxed().toList();
    }

    private ListMatcher.Items items(boolean ordered) {
        both.sort(Comparator.comparingInt(ListMatcher.Item::after));
        return new ListMatcher.Items(
                both,
                gone.stream()
                        .mapToObj(i -> new ListMatcher.Item(new Trail.Step.Index(i), i, -1))
                        .toList(),
                fresh.stream()
                        .mapToObj(j -> new ListMatcher.Item(new Trail.Step.Index(j), -1, j))
                        .toList(),
                ordered);
    }
}
