package dev.auditflow.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The fewest changes, against java-diff-utils. */
class SequenceDiffProperties {
    @Property(tries = 3000)
    void isRightAndAsShortAsCanBe(@ForAll("words") List<Integer> before, @ForAll("words") List<Integer> after) {
        SequenceDiff.Script script = SequenceDiff.between(before, after);
        assertThat(kept(before, script.gone())).isEqualTo(kept(after, script.fresh()));
        int shortest = new MyersDiffWithLinearSpace<Integer>()
                .computeDiff(before, after, null).stream()
                        .mapToInt(change ->
                                change.endOriginal - change.startOriginal + change.endRevised - change.startRevised)
                        .sum();
        assertThat(script.gone().cardinality() + script.fresh().cardinality()).isEqualTo(shortest);
    }

    /** Where the shortest way would take hours, some way is found. */
    @Test
    void hostileSequencesEnd() {
        Random random = new Random(7);
        List<Integer> before = random.ints(300_000, 0, 50).boxed().toList();
        List<Integer> after = random.ints(300_000, 0, 50).boxed().toList();
        SequenceDiff.Script script = SequenceDiff.between(before, after);
        assertThat(kept(before, script.gone())).isEqualTo(kept(after, script.fresh()));
    }

    @Provide
    Arbitrary<List<Integer>> words() {
        return Arbitraries.integers()
                .between(1, 6)
                .flatMap(size -> Arbitraries.integers().between(0, size).list().ofMaxSize(24));
    }

    private static List<Integer> kept(List<Integer> items, java.util.BitSet left) {
        return IntStream.range(0, items.size())
                .filter(i -> !left.get(i))
                .mapToObj(items::get)
                .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
    }
}
