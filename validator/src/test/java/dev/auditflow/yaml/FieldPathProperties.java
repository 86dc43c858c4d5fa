package dev.auditflow.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Paths are read as they are printed. */
class FieldPathProperties {
    @Property
    void readsWhatItPrints(@ForAll("paths") FieldPath path) {
        assertThat(FieldPath.parse(path.toString())).isEqualTo(path);
    }

    @Property
    void saysWhatIsWrongWithAnyText(@ForAll String text) {
        try {
            FieldPath.parse(text);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("\"" + text + "\" is no path: ");
        }
    }

    @Example
    void takesTheDotsOfOtherTools() {
        assertThat(FieldPath.parse(".spec.replicas")).isEqualTo(FieldPath.of("spec", "replicas"));
        assertThat(FieldPath.parse("")).isEqualTo(FieldPath.root());
    }

    @Example
    void refusesHalfOfAPath() {
        for (String text : List.of("a.", "a..b", "a[", "a[x]", "a[\"b", "a[-1]", "a]b[", "a[0]b")) {
            assertThatThrownBy(() -> FieldPath.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Provide
    Arbitrary<FieldPath> paths() {
        Arbitrary<Object> keys = Arbitraries.oneOf(
                        Arbitraries.strings(), Arbitraries.of("spec", "a.b/c", "", "\"", "\\", "[0]"))
                .map(key -> key);
        Arbitrary<Object> indices =
                Arbitraries.integers().between(0, 999_999_999).map(index -> index);
        return Arbitraries.oneOf(keys, indices).list().ofMaxSize(6).map(steps -> FieldPath.of(steps.toArray()));
    }
}
