package dev.auditflow.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Of a live object there stays what manifests name, as it is in the cluster, and nothing else. */
class LiveFieldsProperties {
    @Provide
    Arbitrary<String> objects() {
        return SampleObjects.any();
    }

    @Property(tries = 300)
    void anObjectThatIsAsItWasWrittenStaysWhole(@ForAll("objects") String text) {
        Resource object = read(text);
        assertThat(cut(object, object).root())
                .satisfies(
                        root -> assertThat(Comparison.same(root, object.root())).isTrue());
    }

    @Property(tries = 300)
    void cuttingTwiceCutsNoMore(@ForAll("objects") String live, @ForAll("objects") String manifest) {
        Resource once = cut(read(live), read(manifest));
        Resource twice = cut(once, read(manifest));
        assertThat(Comparison.same(once.root(), twice.root())).isTrue();
    }

    /** Keys of mappings that only the live object has are the server's or somebody else's. */
    @Property(tries = 300)
    void nothingOfOthersIsLeft(@ForAll("objects") String manifest) {
        Resource written = read(manifest);
        Resource live =
                read(manifest.replaceFirst("metadata:\\s*\\{", "metadata: {uid: \"1\", managedFields: [{manager: x}], ")
                        + "\nstatus: {phase: Ready}\n");
        assertThat(Comparison.same(cut(live, written).root(), written.root())).isTrue();
    }

    private static Resource cut(Resource live, Resource manifest) {
        return LiveFields.of(live, List.of(manifest), String::equals);
    }

    private static Resource read(String text) {
        return ManifestReader.objects("object.yaml", text).getFirst();
    }
}
