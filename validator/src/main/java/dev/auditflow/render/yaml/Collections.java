package dev.auditflow.render.yaml;

import dev.auditflow.render.yaml.Token.Kind;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses lists and mappings, by indentation and in brackets. */
final class Collections {
    private final HelmYaml nodes;
    private final Scanner scanner;
    private final Decoding decoding;

    Collections(HelmYaml nodes, Scanner scanner, Decoding decoding) {
        this.nodes = nodes;
        this.scanner = scanner;
        this.decoding = decoding;
    }

    Parsed flowSequence(Place start) throws UnreadableYaml {
        Items items = new Items();
        Token token = nodes.next();
        while (!token.is(Kind.FLOW_SEQUENCE_END)) {
            if (token.is(Kind.KEY)) {
                items.add(pair(token));
            } else {
                items.add(nodes.node(false, false));
            }
            token = flowEnd(Kind.FLOW_SEQUENCE_END, "did not find expected ',' or ']'");
        }
        scanner.skip();
        return items.parsed(start.to(token.end()));
    }

    /** The token behind an entry and its comma. */
    private Token flowEnd(Kind end, String problem) throws UnreadableYaml {
        Token token = scanner.peek();
        if (token.is(Kind.FLOW_ENTRY)) {
            return nodes.next();
        }
        if (!token.is(end)) {
            throw UnreadableYaml.parsed(problem, token.start());
        }
        return token;
    }

    /** A mapping of one pair without braces, an item of a flow sequence. */
    private Parsed pair(Token key) throws UnreadableYaml {
        Token token = nodes.next();
        Entries entries = new Entries();
        Mark mark = key.start().to(key.end());
        boolean noKey = token.is(Kind.VALUE) || token.is(Kind.FLOW_ENTRY) || token.is(Kind.FLOW_SEQUENCE_END);
        Parsed name = noKey ? nodes.empty(token.end()) : nodes.node(false, false);
        if (noKey) {
            scanner.skip();
        }
        entries.key(name);
        token = scanner.peek();
        if (token.is(Kind.VALUE)) {
            token = nodes.next();
            boolean noValue = token.is(Kind.FLOW_ENTRY) || token.is(Kind.FLOW_SEQUENCE_END);
            entries.value(noValue ? nodes.empty(token.start()) : nodes.node(false, false));
        } else {
            entries.value(nodes.empty(token.start()));
        }
        return entries.parsed(mark);
    }

    Parsed flowMapping(Place start) throws UnreadableYaml {
        Entries entries = new Entries();
        Token token = nodes.next();
        while (!token.is(Kind.FLOW_MAPPING_END)) {
            if (token.is(Kind.KEY)) {
                token = nodes.next();
                entries.key(
                        isFlowEnd(token) || token.is(Kind.VALUE)
                                ? nodes.empty(token.start())
                                : nodes.node(false, false));
                token = scanner.peek();
                boolean value = token.is(Kind.VALUE);
                token = value ? nodes.next() : token;
                entries.value(value && !isFlowEnd(token) ? nodes.node(false, false) : nodes.empty(token.start()));
            } else {
                entries.key(nodes.node(false, false));
                entries.value(nodes.empty(scanner.peek().start()));
            }
            token = flowEnd(Kind.FLOW_MAPPING_END, "did not find expected ',' or '}'");
        }
        scanner.skip();
        return entries.parsed(start.to(token.end()));
    }

    private static boolean isFlowEnd(Token token) {
        return token.is(Kind.FLOW_ENTRY) || token.is(Kind.FLOW_MAPPING_END);
    }

    Parsed blockSequence(Place start) throws UnreadableYaml {
        Items items = new Items();
        Token token = nodes.next();
        while (token.is(Kind.BLOCK_ENTRY)) {
            Place dash = token.end();
            token = nodes.next();
            boolean none = token.is(Kind.BLOCK_ENTRY) || token.is(Kind.BLOCK_END);
            items.add(none ? nodes.empty(dash) : nodes.node(true, false));
            token = scanner.peek();
        }
        if (!token.is(Kind.BLOCK_END)) {
            throw UnreadableYaml.parsed("did not find expected '-' indicator", token.start());
        }
        scanner.skip();
        return items.parsed(start.to(token.end()));
    }

    /** Its items stand in the column of the key that holds it. */
    Parsed indentlessSequence(Place start) throws UnreadableYaml {
        Items items = new Items();
        Token token = scanner.peek();
        while (token.is(Kind.BLOCK_ENTRY)) {
            Place dash = token.end();
            token = nodes.next();
            boolean none = token.is(Kind.BLOCK_ENTRY) || isBlockEnd(token);
            items.add(none ? nodes.empty(dash) : nodes.node(true, false));
            token = scanner.peek();
        }
        return items.parsed(start.to(token.start()));
    }

    private static boolean isBlockEnd(Token token) {
        return token.is(Kind.KEY) || token.is(Kind.VALUE) || token.is(Kind.BLOCK_END);
    }

    Parsed blockMapping(Place start) throws UnreadableYaml {
        Entries entries = new Entries();
        Token token = nodes.next();
        while (token.is(Kind.KEY)) {
            Place mark = token.end();
            token = nodes.next();
            entries.key(isBlockEnd(token) ? nodes.empty(mark) : nodes.node(true, true));
            token = scanner.peek();
            if (token.is(Kind.VALUE)) {
                Place colon = token.end();
                token = nodes.next();
                entries.value(isBlockEnd(token) ? nodes.empty(colon) : nodes.node(true, true));
            } else {
                entries.value(nodes.empty(token.start()));
            }
            token = scanner.peek();
        }
        if (!token.is(Kind.BLOCK_END)) {
            throw UnreadableYaml.parsed("did not find expected key", token.start());
        }
        scanner.skip();
        return entries.parsed(start.to(token.end()));
    }

    private static final class Items {
        private final List<Node> items = new ArrayList<>();
        private long count = 1;

        void add(Parsed item) {
            items.add(item.known());
            count += item.nodes();
        }

        Parsed parsed(Mark mark) {
            return new Parsed(new ListNode(items, mark), count, false);
        }
    }

    private final class Entries {
        private final Map<String, MapNode.Entry> entries = new LinkedHashMap<>();
        private long count = 1;
        private @Nullable Node key;

        void key(Parsed parsed) {
            key = parsed.known();
            count += parsed.nodes();
            if (!Decoding.isMerge(key)) {
                decoding.key(key);
            }
        }

        void value(Parsed parsed) {
            Node name = key;
            Node value = parsed.known();
            count += parsed.nodes();
            if (name != null && Decoding.isMerge(name)) {
                merge(parsed, name.mark());
            } else if (name != null) {
                String text = decoding.keyText(name, value);
                entries.put(text, new MapNode.Entry(text, name.mark(), value));
            }
        }

        /** Takes the entries of a mapping, or of a list of mappings, over those before it. */
        private void merge(Parsed parsed, Mark mark) {
            if (parsed.node() instanceof MapNode map) {
                map.entries().forEach(entry -> entries.put(entry.key(), entry));
            } else if (parsed.node() instanceof ListNode list
                    && !parsed.alias()
                    && list.items().stream().allMatch(MapNode.class::isInstance)) {
                list.items().reversed().stream()
                        .flatMap(item -> ((MapNode) item).entries().stream())
                        .forEach(entry -> entries.put(entry.key(), entry));
            } else {
                decoding.fault("yaml: map merge requires map or sequence of maps as the value", mark);
            }
        }

        Parsed parsed(Mark mark) {
            return new Parsed(new MapNode(List.copyOf(entries.values()), mark), count, false);
        }
    }
}
