package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.Trace;
import dev.auditflow.render.template.Traced;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values that are read from a text: each keeps what wrote its part of the text. */
final class ParsedValues {
    private final String text;
    private final @Nullable Trace trace;

    /** @param trace of the text */
    ParsedValues(String text, @Nullable Trace trace) {
        this.text = text;
        this.trace = trace;
    }

    /** A node as a Go value, traced: numbers as JSON decoding gives them, float64. */
    @Nullable
    Object value(Node node) {
        return Traced.of(plain(node), trace == null ? null : ofPart(start(node), node));
    }

    private @Nullable Object plain(Node node) {
        return switch (node) {
            case MapNode map -> {
                GoMap values = new GoMap();
                map.entries().forEach(entry -> values.put(entry.key(), plain(entry.value()), of(entry)));
                yield values;
            }
            case ListNode list -> {
                List<@Nullable Object> values = new ArrayList<>();
                list.items().forEach(item -> values.add(value(item)));
                yield GoList.of(values);
            }
            case ScalarNode scalar ->
                switch (scalar.kind()) {
                    case NULL -> null;
                    case BOOLEAN -> scalar.text().equals("true");
                    case STRING -> scalar.text();
                    case INTEGER, FLOAT -> Double.valueOf(scalar.text());
                };
        };
    }

    /** Blocks come from where their key was written. */
    private @Nullable Trace of(MapNode.Entry entry) {
        boolean empty = entry.value().mark().end() <= entry.value().mark().offset();
        boolean scalar = entry.value() instanceof ScalarNode && !empty;
        return trace == null ? null : ofPart(scalar ? entry.value().mark() : entry.keyMark(), entry.value());
    }

    private static Mark start(Node node) {
        return switch (node) {
            case MapNode map
            when !map.entries().isEmpty() -> map.entries().getFirst().keyMark();
            case ListNode list
            when !list.items().isEmpty() -> start(list.items().getFirst());
            default -> node.mark();
        };
    }

    private @Nullable Trace ofPart(Mark mark, Node node) {
        int end = Math.max(mark.end(), mark.offset() + 1);
        boolean same = node instanceof ScalarNode scalar
                && scalar.kind() == ScalarNode.Kind.STRING
                && scalar.text().length() == end - mark.offset()
                && text.startsWith(scalar.text(), mark.offset());
        return Trace.ofPart(trace, mark.offset(), end, same);
    }
}
