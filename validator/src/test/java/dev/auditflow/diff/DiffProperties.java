package dev.auditflow.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A comparison says all that changed and nothing else. */
class DiffProperties {
    @Property(tries = 300)
    void nothingDiffersFromItself(@ForAll("manifests") List<String> documents, @ForAll Random random) {
        List<Resource> objects = read(documents);
        List<String> mixed = new ArrayList<>(documents);
        Collections.shuffle(mixed, random);
        Comparison comparison = Comparison.of(objects, read(mixed), "default");
        assertThat(comparison.changes()).isEmpty();
        assertThat(comparison.unchanged()).isEqualTo(documents.size());
    }

    @Property(tries = 1500)
    void theChangesMakeTheNewObjectOutOfTheOldOne(@ForAll("objects") String before, @ForAll("objects") String after) {
        Resource was = read(List.of(before)).getFirst();
        Resource is = read(List.of(after)).getFirst();
        ListRules rules = ListRules.with(List.of(was), List.of(is));
        List<Change> changes = NodeDiff.between(was, is, rules);
        Node made = Applied.to(was.root(), changes);
        assertThat(text(made, is.id(), rules)).isEqualTo(text(is.root(), is.id(), rules));
        assertThat(changes.isEmpty())
                .as("no changes between equal objects, and some between others")
                .isEqualTo(text(was.root(), is.id(), rules).equals(text(is.root(), is.id(), rules)));
    }

    @Property(tries = 300)
    void theOrderOfDocumentsNeverMatters(
            @ForAll("manifests") List<String> before, @ForAll("manifests") List<String> after, @ForAll Random random) {
        Comparison one = Comparison.of(read(before), read(after), "default");
        List<String> mixedBefore = new ArrayList<>(before);
        List<String> mixedAfter = new ArrayList<>(after);
        Collections.shuffle(mixedBefore, random);
        Collections.shuffle(mixedAfter, random);
        Comparison other = Comparison.of(read(mixedBefore), read(mixedAfter), "default");
        assertThat(words(other)).isEqualTo(words(one));
    }

    @Property(tries = 300)
    void everyObjectIsToldOfOnce(@ForAll("manifests") List<String> before, @ForAll("manifests") List<String> after) {
        Comparison comparison = Comparison.of(read(before), read(after), "default");
        int was = comparison.unchanged();
        int is = comparison.unchanged();
        for (ObjectChange change : comparison.changes()) {
            was += change instanceof ObjectChange.Added ? 0 : 1;
            is += change instanceof ObjectChange.Removed ? 0 : 1;
        }
        assertThat(was).isEqualTo(before.size());
        assertThat(is).isEqualTo(after.size());
    }

    private static String words(Comparison comparison) {
        StringBuilder words = new StringBuilder();
        for (ObjectChange change : comparison.changes()) {
            words.append(change.getClass().getSimpleName()).append(' ').append(change.id());
            if (change instanceof ObjectChange.Changed changed) {
                words.append(" was ").append(changed.before().id());
                changed.changes().forEach(field -> words.append(' ').append(field.trail()));
            }
            words.append('\n');
        }
        return words.toString();
    }

    private static List<Resource> read(List<String> documents) {
        return ManifestReader.objects("test.yaml", String.join("\n---\n", documents));
    }

    /** The object with its keys, and lists without an order, sorted. */
    private static String text(Node node, ResourceId id, ListRules rules) {
        return new String(Json.bytes(sorted(node, id, rules, List.of())), StandardCharsets.UTF_8);
    }

    private static Node sorted(Node node, ResourceId id, ListRules rules, List<String> fields) {
        return switch (node) {
            case MapNode map ->
                new MapNode(
                        map.entries().stream()
                                .map(entry -> new MapNode.Entry(
                                        entry.key(),
                                        entry.keyMark(),
                                        sorted(entry.value(), id, rules, plus(fields, entry.key()))))
                                .sorted(Comparator.comparing(MapNode.Entry::key))
                                .toList(),
                        map.mark());
            case ListNode list -> {
                List<Node> items = new ArrayList<>(list.items().stream()
                        .map(item -> sorted(item, id, rules, fields))
                        .toList());
                if (!rules.of(id, fields).ordered()) {
                    items.sort(Comparator.comparing(item -> new String(Json.bytes(item), StandardCharsets.UTF_8)));
                }
                yield new ListNode(items, list.mark());
            }
            default -> node;
        };
    }

    private static List<String> plus(List<String> fields, String field) {
        List<String> longer = new ArrayList<>(fields);
        longer.add(field);
        return longer;
    }

    @Provide
    Arbitrary<String> objects() {
        return SampleObjects.named("web");
    }

    @Provide
    Arbitrary<List<String>> manifests() {
        return SampleObjects.any().list().ofMaxSize(7).map(DiffProperties::oneOfEachName);
    }

    private static List<String> oneOfEachName(List<String> documents) {
        Set<String> names = new HashSet<>();
        return documents.stream()
                .filter(document -> names.add(ManifestReader.objects("test.yaml", document)
                        .getFirst()
                        .id()
                        .toString()))
                .toList();
    }
}
