package dev.auditflow.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Different parts never have the same digest, however they are cut. */
class DigestProperties {
    @Property
    void partsDoNotRunIntoEachOther(@ForAll List<String> one, @ForAll List<String> other) {
        assertThat(digest(one).equals(digest(other))).isEqualTo(one.equals(other));
    }

    @Property
    void whereAPartEndsMatters(@ForAll String text, @ForAll String more) {
        boolean same = more.isEmpty() && text.isEmpty();
        assertThat(digest(List.of(text + more, "")).equals(digest(List.of(text, more))))
                .isEqualTo(same || more.isEmpty());
    }

    private static String digest(List<String> parts) {
        Digest digest = new Digest();
        parts.forEach(digest::add);
        return digest.text();
    }
}
