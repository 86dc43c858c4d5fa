package dev.auditflow.drift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.diff.Change;
import dev.auditflow.diff.Comparison;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.diff.SampleObjects;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.JsonTree;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A repair leaves nothing of what drifted, and touches nothing of what did not. */
class RepairProperties {
    @Property(tries = 1000)
    void whatIsRepairedIsAsItShouldBe(@ForAll("objects") String should, @ForAll("objects") String is)
            throws IOException {
        Resource expected = read(should);
        Resource live = read(is);
        Assume.that(expected.id().equals(live.id()));
        ObjectNode repaired = Repair.of(json(expected), json(live), changes(expected, live));
        assertThat(changes(expected, read(JsonTree.write(repaired)))).isEmpty();
    }

    @Property(tries = 500)
    void whatIsLeftAloneStays(@ForAll("objects") String should, @ForAll("objects") String is) throws IOException {
        Resource live = read(is);
        ObjectNode repaired = Repair.of(json(read(should)), json(live), List.of());
        assertThat(repaired).isEqualTo(json(live));
    }

    private static List<Change> changes(Resource expected, Resource live) {
        return Comparison.of(List.of(expected), List.of(live), "default").changes().stream()
                .map(ObjectChange.Changed.class::cast)
                .flatMap(changed -> changed.changes().stream())
                .toList();
    }

    private static Resource read(String text) {
        return ManifestReader.objects("object", text).getFirst();
    }

    private static ObjectNode json(Resource object) throws IOException {
        return (ObjectNode) JsonTree.read(object.json(), 0, object.json().length);
    }

    @Provide
    Arbitrary<String> objects() {
        return SampleObjects.named("web");
    }
}
