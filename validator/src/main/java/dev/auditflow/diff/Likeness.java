package dev.auditflow.diff;

import dev.auditflow.yaml.Node;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Pairs things by how alike they are, whatever their order. */
final class Likeness {
    /** More pairs than this are not weighed; what is left then counts as removed and added. */
    private static final int MAX_PAIRS = 40_000;

    private Likeness() {}

    /** Places of two things that belong together. */
    record Match(int before, int after) {}

    /** How alike two things are: 0 for not at all. */
    interface Measure {
        double of(Scored mine, Scored other);
    }

    /** A thing that is weighed. */
    record Scored(Node node, Leaves leaves, Measure measure) {}

    private record Weighed(int before, int after, double score, int hashes) {}

    static <T> List<Match> pairs(List<T> before, List<T> after, Function<T, Scored> scored) {
        if (before.isEmpty() || after.isEmpty() || (long) before.size() * after.size() > MAX_PAIRS) {
            return List.of();
        }
        List<Scored> was = before.stream().map(scored).toList();
        List<Scored> is = after.stream().map(scored).toList();
        List<Weighed> weighed = new ArrayList<>();
        for (int i = 0; i < was.size(); i++) {
            int hash = Same.hash(was.get(i).node());
            for (int j = 0; j < is.size(); j++) {
                double score = was.get(i).measure().of(was.get(i), is.get(j));
                if (score > 0) {
                    weighed.add(new Weighed(
                            i, j, score, hash * 31 + Same.hash(is.get(j).node())));
                }
            }
        }
        weighed.sort(Comparator.comparingDouble(Weighed::score).reversed().thenComparingInt(Weighed::hashes));
        BitSet takenBefore = new BitSet();
        BitSet takenAfter = new BitSet();
        List<Match> matches = new ArrayList<>();
        for (Weighed pair : weighed) {
            if (!takenBefore.get(pair.before()) && !takenAfter.get(pair.after())) {
                takenBefore.set(pair.before());
                takenAfter.set(pair.after());
                matches.add(new Match(pair.before(), pair.after()));
            }
        }
        return matches;
    }

    /** What no match took, in its order. */
    static <T> List<T> rest(List<T> all, Collection<Match> matches, ToIntFunction<Match> side) {
        BitSet taken = new BitSet();
        matches.forEach(match -> taken.set(side.applyAsInt(match)));
        List<T> rest = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (!taken.get(i)) {
                rest.add(all.get(i));
            }
        }
        return rest;
    }
}
