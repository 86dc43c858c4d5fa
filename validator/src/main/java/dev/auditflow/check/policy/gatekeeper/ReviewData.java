package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.check.policy.rego.Value;
import dev.auditflow.check.policy.rego.ValueWriter;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the compiled templates get as {@code data} and {@code input}. */
final class ReviewData {
    private final byte[] parameters;
    private final byte[] withoutInventory;
    private final boolean inventory;

    /** @param inventory whether a template asks for the objects of the cluster */
    ReviewData(List<Constraint> constraints, boolean inventory) {
        this.parameters = parameters(constraints);
        this.inventory = inventory;
        this.withoutInventory = json("{}".getBytes(StandardCharsets.UTF_8));
    }

    /** The same array if it is the same data, which is then not parsed again. */
    byte[] json(Inventory objects) {
        return inventory ? json(Json.bytes(objects.json())) : withoutInventory;
    }

    private byte[] json(byte[] objects) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(parameters.length + objects.length + 100);
        write(out, "{\"" + TemplateModules.PARAMETERS + "\":");
        out.writeBytes(parameters);
        write(out, ",\"inventory\":");
        out.writeBytes(objects);
        write(out, "}");
        return out.toByteArray();
    }

    private static byte[] parameters(List<Constraint> constraints) {
        Map<String, List<Constraint>> kinds = new TreeMap<>();
        constraints.forEach(
                constraint -> kinds.computeIfAbsent(constraint.template().kind(), _ -> new ArrayList<>())
                        .add(constraint));
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        String nextKind = "{";
        for (Map.Entry<String, List<Constraint>> kind : kinds.entrySet()) {
            write(out, nextKind + quoted(kind.getKey()) + ":");
            String next = "{";
            for (Constraint constraint : kind.getValue()) {
                write(out, next + quoted(constraint.name()) + ":");
                out.writeBytes(Json.bytes(constraint.parameters()));
                next = ",";
            }
            write(out, "}");
            nextKind = ",";
        }
        write(out, kinds.isEmpty() ? "{}" : "}");
        return out.toByteArray();
    }

    /** A review, and the names of the constraints to ask by kind. */
    static Node input(Review review, List<Constraint> asked) {
        Map<String, List<Node>> names = new TreeMap<>();
        for (Constraint constraint : asked) {
            names.computeIfAbsent(constraint.template().kind(), _ -> new ArrayList<>())
                    .add(Review.text(constraint.name()));
        }
        List<MapNode.Entry> kinds = new ArrayList<>();
        names.forEach((kind, list) -> kinds.add(entry(kind, new ListNode(list, Review.NOWHERE))));
        MapNode constraints = new MapNode(kinds, Review.NOWHERE);
        return new MapNode(
                List.of(entry("constraints", constraints), entry("review", review.document())), Review.NOWHERE);
    }

    private static MapNode.Entry entry(String key, Node value) {
        return new MapNode.Entry(key, Review.NOWHERE, value);
    }

    private static String quoted(String text) {
        return ValueWriter.json(Value.of(text));
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
