package dev.auditflow.bump;

import dev.auditflow.bump.ScalarPlace.Inexact;
import dev.auditflow.yaml.FieldPath;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Finds a scalar by its keys in the first document of a YAML text that is known to be readable. It goes over the parser's events, for
 * in a tree an alias is no longer told from what it stands for.
 */
final class ScalarFinder {
    private final String text;
    private final List<FieldPath.Step> steps;
    private final ParserImpl parser;

    private ScalarFinder(String text, FieldPath path) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setUseMarks(true)
                .setParseComments(false)
                .build();
        this.text = text;
        this.steps = path.steps();
        this.parser = new ParserImpl(settings, new StreamReader(settings, text));
    }

    /** Where the scalar stands; empty if a key of the path is not there. @throws Inexact if it is no scalar of its own */
    static Optional<ScalarPlace> find(String text, FieldPath path) throws Inexact {
        return new ScalarFinder(text, path).document();
    }

    private Optional<ScalarPlace> document() throws Inexact {
        while (parser.hasNext()) {
            if (parser.next() instanceof DocumentStartEvent) {
                return value(parser.next(), 0, false);
            }
        }
        return Optional.empty();
    }

    private Optional<ScalarPlace> value(Event event, int depth, boolean flow) throws Inexact {
        boolean last = depth == steps.size();
        return switch (event) {
            case AliasEvent alias ->
                throw new Inexact("is the alias *%s, or lies behind one; write the value out"
                        .formatted(alias.getAlias().getValue()));
            case MappingStartEvent start when !last -> entry(start, depth);
            case ScalarEvent scalar when last -> Optional.of(place(scalar, flow));
            case MappingStartEvent _, SequenceStartEvent _ when last -> throw new Inexact("is not one value");
            default -> Optional.empty();
        };
    }

    private Optional<ScalarPlace> entry(MappingStartEvent start, int depth) throws Inexact {
        boolean merged = false;
        Event key = parser.next();
        while (!(key instanceof MappingEndEvent)) {
            boolean wanted = key instanceof ScalarEvent scalar
                    && steps.get(depth) instanceof FieldPath.Step.Key(String name)
                    && scalar.getValue().equals(name);
            merged |= key instanceof ScalarEvent scalar
                    && scalar.isPlain()
                    && scalar.getValue().equals("<<");
            if (!(key instanceof ScalarEvent)) {
                skip(key);
            }
            Event value = parser.next();
            if (wanted) {
                return value(value, depth + 1, start.isFlow());
            }
            skip(value);
            key = parser.next();
        }
        if (merged) {
            throw new Inexact("may come through the merge key <<; write the value out");
        }
        return Optional.empty();
    }

    private void skip(Event event) {
        int open = depth(event);
        while (open > 0) {
            open += depth(parser.next());
        }
    }

    private static int depth(Event event) {
        return switch (event) {
            case MappingStartEvent _, SequenceStartEvent _ -> 1;
            case MappingEndEvent _, SequenceEndEvent _ -> -1;
            default -> 0;
        };
    }

    private ScalarPlace place(ScalarEvent scalar, boolean flow) {
        Mark start = scalar.getStartMark().orElseThrow();
        int from = text.offsetByCodePoints(0, start.getIndex());
        int to = text.offsetByCodePoints(0, scalar.getEndMark().orElseThrow().getIndex());
        return new ScalarPlace(scalar.getValue(), scalar.getScalarStyle(), from, to, flow, start.getLine() + 1);
    }
}
