package dev.auditflow.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads the documents of one piece of a text into nodes. For one use. */
final class PieceReader {
    /** Deepest nesting that is read; the API server's own limit lies far above any real object. */
    private static final int MAX_DEPTH = 500;

    /** Most nodes that aliases may add to one text. */
    private static final long MAX_ALIASED_NODES = 100_000;

    private static final int MAX_DIGITS_OF_KEY = 18;

    private final Piece piece;
    private final String text;
    private final ParserImpl parser;
    private final Offsets offsets;
    private final List<YamlReader.Fault> faults = new ArrayList<>();
    private final Map<String, Sized> anchors = new HashMap<>();
    private int document;
    private Mark lastRead;
    private long aliased;

    PieceReader(Piece piece) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setUseMarks(true)
                .setParseComments(false)
                .build();
        this.piece = piece;
        this.text = piece.text();
        this.lastRead = piece.shift(1, 1, 0, 0);
        this.parser = new ParserImpl(settings, new StreamReader(settings, text));
        this.offsets = new Offsets(text);
    }

    private record Sized(Node node, long nodes) {}

    /** Whether what this one read is less when a text before it has faults, or has used up the nodes of aliases. */
    boolean dependsOnOthers() {
        return aliased > 0 || faults.stream().anyMatch(fault -> fault.kind() == FaultKind.UNREADABLE);
    }

    /** What is wrong with the piece, as far as it was read. */
    List<YamlReader.Fault> faults() {
        return List.copyOf(faults);
    }

    /** The documents; after a syntax error those before it. */
    List<Node> documents() {
        List<Node> documents = new ArrayList<>();
        try {
            Optional<Mark> glued = YamlText.glued(text);
            if (glued.isPresent()) {
                throw new Unreadable(
                        "Between two documents stands --- on a line of its own, without more text", glued.get());
            }
            while (parser.hasNext()) {
                Event event = parser.next();
                if (event instanceof DocumentStartEvent) {
                    refuseDirective(mark(event));
                    document = documents.size();
                    anchors.clear();
                    documents.add(node(parser.next(), FieldPath.root(), 0).node());
                }
            }
        } catch (Unreadable e) {
            unreadable(e.text(), e.mark());
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark()
                    .map(m -> new Mark(m.getLine() + 1, m.getColumn() + 1, offsets.utf16(m.getIndex()), 0))
                    .orElse(new Mark(1, 1, 0, 0));
            boolean list = "while parsing a block collection".equals(e.getContext());
            String problem =
                    list ? e.getProblem().replace("expected <block", "expected '-' or <block") : e.getProblem();
            unreadable("Not valid YAML: " + problem, mark);
        } catch (ReaderException e) {
            String words = "The character U+%04X cannot stand in YAML".formatted(e.getCodePoint());
            unreadable(words, YamlText.firstUnprintable(text));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // The parser fails so over escapes that are cut off.
            unreadable("Not valid YAML: an escape behind this place cannot be read", lastRead);
        } catch (YamlEngineException e) {
            unreadable("Not valid YAML: " + firstLine(e.getMessage()), new Mark(1, 1, 0, 0));
        }
        return documents;
    }

    private void refuseDirective(Mark mark) {
        int at = mark.offset() - piece.from();
        if (at < text.length() && text.charAt(at) == '%') {
            throw new Unreadable("Kubernetes' readers take no directive such as %YAML; leave the line out", mark);
        }
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }

    private void unreadable(String message, Mark mark) {
        faults.add(new YamlReader.Fault(FaultKind.UNREADABLE, -1, FieldPath.root(), message, mark));
    }

    private Sized node(Event event, FieldPath path, int depth) {
        if (depth > MAX_DEPTH) {
            throw new Unreadable("Nested deeper than %d levels".formatted(MAX_DEPTH), mark(event));
        }
        Sized read = switch (event) {
            case ScalarEvent scalar -> new Sized(scalar(scalar, path), 1);
            case SequenceStartEvent start -> sequence(start, path, depth);
            case MappingStartEvent start -> mapping(start, path, depth);
            case AliasEvent alias -> alias(alias);
            default -> throw new IllegalStateException("unexpected YAML event " + event);
        };
        if (event instanceof NodeEvent anchored && !(event instanceof AliasEvent)) {
            anchored.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), read));
        }
        return read;
    }

    private Sized alias(AliasEvent alias) {
        String name = alias.getAlias().getValue();
        Sized target = anchors.get(name);
        if (target == null) {
            throw new Unreadable("The alias *%s names no anchor above it".formatted(name), mark(alias));
        }
        aliased += target.nodes();
        if (aliased > MAX_ALIASED_NODES) {
            throw new Unreadable("Aliases expand to more than %,d nodes".formatted(MAX_ALIASED_NODES), mark(alias));
        }
        return target;
    }

    private Sized sequence(SequenceStartEvent start, FieldPath path, int depth) {
        refuseTag(start.getTag(), "seq", mark(start));
        List<Node> items = new ArrayList<>();
        long nodes = 1;
        Event event = parser.next();
        while (!(event instanceof SequenceEndEvent)) {
            Sized item = node(event, path.index(items.size()), depth + 1);
            items.add(item.node());
            nodes += item.nodes();
            event = parser.next();
        }
        return new Sized(new ListNode(items, mark(start, event)), nodes);
    }

    private Sized mapping(MappingStartEvent start, FieldPath path, int depth) {
        refuseTag(start.getTag(), "map", mark(start));
        Map<String, MapNode.Entry> entries = new LinkedHashMap<>();
        List<Node> merges = new ArrayList<>();
        long nodes = 1;
        Event event = parser.next();
        while (!(event instanceof MappingEndEvent)) {
            Mark keyMark = mark(event);
            if (event instanceof ScalarEvent merge && isMerge(merge)) {
                Sized merged = node(parser.next(), path, depth + 1);
                nodes += merged.nodes();
                merges.add(merged.node());
            } else {
                String key = key(node(event, path, depth + 1).node(), path);
                FieldPath field = path.key(key);
                Sized value = node(parser.next(), field, depth + 1);
                nodes += value.nodes();
                MapNode.Entry earlier = entries.put(key, new MapNode.Entry(key, keyMark, value.node()));
                if (earlier != null) {
                    fault(
                            FaultKind.DUPLICATE_KEY,
                            field,
                            "The key \"%s\" is already set on line %d; the last one wins, which is rarely meant"
                                    .formatted(key, earlier.keyMark().line()),
                            keyMark);
                }
            }
            event = parser.next();
        }
        for (Node merge : merges) {
            merge(merge, entries);
        }
        return new Sized(new MapNode(List.copyOf(entries.values()), mark(start, event)), nodes);
    }

    private static boolean isMerge(ScalarEvent key) {
        return key.isPlain() && key.getValue().equals("<<");
    }

    private void merge(Node merge, Map<String, MapNode.Entry> entries) {
        switch (merge) {
            case MapNode map -> map.entries().forEach(entry -> entries.putIfAbsent(entry.key(), entry));
            case ListNode list -> list.items().forEach(item -> merge(item, entries));
            case ScalarNode scalar ->
                throw new Unreadable("The merge key << needs a mapping or a list of mappings", scalar.mark());
        }
    }

    private String key(Node node, FieldPath path) {
        if (!(node instanceof ScalarNode scalar) || scalar.isNull()) {
            throw new Unreadable("A key is null, a list or a mapping; Kubernetes takes strings only", node.mark());
        }
        boolean number = scalar.kind() == ScalarNode.Kind.FLOAT || scalar.kind() == ScalarNode.Kind.INTEGER;
        boolean spelled = scalar.text().contains("e") || scalar.text().length() > MAX_DIGITS_OF_KEY;
        if ((number && spelled) || (scalar.plain() && scalar.text().startsWith("\uFEFF"))) {
            throw new Unreadable(
                    "The key %s is read differently by different readers; put it in quotes".formatted(scalar.source()),
                    scalar.mark());
        }
        if (scalar.plain() && Scalars.isAmbiguousBoolean(scalar.source())) {
            fault(
                    FaultKind.AMBIGUOUS_SCALAR,
                    path.key(scalar.text()),
                    "The key %s is read as the boolean %s; put it in quotes to have the word"
                            .formatted(scalar.source(), scalar.text()),
                    scalar.mark());
        }
        return scalar.text();
    }

    private ScalarNode scalar(ScalarEvent event, FieldPath path) {
        String source = event.getValue();
        Mark mark = mark(event);
        if (YamlText.hasHalfOfACharacter(source)) {
            throw new Unreadable("An escape stands for half of a character; write both halves", mark);
        }
        boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN;
        String tag = event.getTag().orElse("");
        boolean quoted = tag.isEmpty() && !plain;
        if (Tags.isString(tag) || quoted) {
            return new ScalarNode(ScalarNode.Kind.STRING, source, false, source, mark);
        }
        if (plain && Scalars.isNoNumber(source)) {
            throw new Unreadable("%s is a number that JSON does not have; put it in quotes".formatted(source), mark);
        }
        Scalars.Resolved resolved = Scalars.plain(source);
        if (!Tags.fits(tag, resolved.kind())) {
            throw new Unreadable("The tag %s is not understood here; write the value without it".formatted(tag), mark);
        }
        if (Scalars.isAmbiguousBoolean(source) && !path.isRoot()) {
            boolean value = resolved.text().equals("true");
            fault(
                    FaultKind.AMBIGUOUS_SCALAR,
                    path,
                    "Unquoted %s is read as the boolean %s; write %s, or put it in quotes to have the word"
                            .formatted(source, value, value),
                    mark);
        }
        return new ScalarNode(resolved.kind(), resolved.text(), true, source, mark);
    }

    private void refuseTag(Optional<String> tag, String own, Mark mark) {
        if (!Tags.fits(tag.orElse(""), own)) {
            throw new Unreadable("The tag %s is not understood here; write it without".formatted(tag.get()), mark);
        }
    }

    private void fault(FaultKind kind, FieldPath path, String message, Mark mark) {
        faults.add(new YamlReader.Fault(kind, document, path, message, mark));
    }

    private Mark mark(Event event) {
        return mark(event, event);
    }

    private Mark mark(Event first, Event last) {
        int end = last.getEndMark().map(m -> offsets.utf16(m.getIndex())).orElse(0);
        lastRead = first.getStartMark()
                .map(m -> piece.shift(m.getLine() + 1, m.getColumn() + 1, offsets.utf16(m.getIndex()), end))
                .orElse(piece.shift(1, 1, 0, end));
        return lastRead;
    }
}
