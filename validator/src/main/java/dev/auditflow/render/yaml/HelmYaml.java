package dev.auditflow.render.yaml;

import dev.auditflow.render.yaml.Token.Kind;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the first document of a text, the only one that Helm looks at. What follows it may be anything. First the whole
 * document is parsed, then it is decoded, so that a mistake at its end counts before a key that cannot be one.
 */
public final class HelmYaml {
    private static final Set<Kind> NO_CONTENT =
            Set.of(Kind.VERSION_DIRECTIVE, Kind.TAG_DIRECTIVE, Kind.DOCUMENT_START, Kind.DOCUMENT_END, Kind.STREAM_END);

    private final Scanner scanner;
    private final Map<String, String> handles = new HashMap<>();
    private final Map<String, Parsed> anchors = new HashMap<>();
    private final Decoding decoding = new Decoding();
    private final Collections collections;

    private HelmYaml(String text) {
        this.scanner = new Scanner(text);
        this.collections = new Collections(this, scanner, decoding);
    }

    /** An anchor and a tag, empty when not there. */
    private record Properties(
            String anchor,
            String tag,
            @Nullable Place start,
            @Nullable Place end) {}

    /**
     * The first document; null when the text has none.
     *
     * @param text where a lone surrogate U+DC80 to U+DCFF stands for a byte that is not UTF-8
     */
    public static @Nullable Node first(String text) throws UnreadableYaml {
        HelmYaml yaml = new HelmYaml(text);
        Node node = yaml.document();
        yaml.decoding.finish(node);
        return node;
    }

    /** A scalar where Helm wants a text: numbers with a point or an exponent are those of single precision. */
    public static String text(ScalarNode scalar) {
        boolean number = scalar.kind() == ScalarNode.Kind.FLOAT || scalar.kind() == ScalarNode.Kind.INTEGER;
        return number && !Decoding.isInteger(scalar.source())
                ? GoSyntax.shortFloat(Double.parseDouble(scalar.text()))
                : scalar.text();
    }

    /** Takes a token and gives the one behind it. */
    Token next() throws UnreadableYaml {
        scanner.skip();
        return scanner.peek();
    }

    private @Nullable Node document() throws UnreadableYaml {
        scanner.peek();
        Token token = next();
        if (token.is(Kind.STREAM_END)) {
            return null;
        }
        boolean explicit = NO_CONTENT.contains(token.kind()) && !token.is(Kind.DOCUMENT_END);
        directives();
        token = scanner.peek();
        if (explicit) {
            if (!token.is(Kind.DOCUMENT_START)) {
                throw UnreadableYaml.parsed("did not find expected <document start>", token.start());
            }
            token = next();
        }
        Node node = explicit && NO_CONTENT.contains(token.kind())
                ? empty(token.start()).node()
                : node(true, false).node();
        scanner.peek();
        return node;
    }

    private void directives() throws UnreadableYaml {
        boolean version = false;
        Token token = scanner.peek();
        while (token.is(Kind.VERSION_DIRECTIVE) || token.is(Kind.TAG_DIRECTIVE)) {
            if (token.is(Kind.TAG_DIRECTIVE)) {
                if (handles.putIfAbsent(token.value(), token.rest()) != null) {
                    throw UnreadableYaml.parsed("found duplicate %TAG directive", token.start());
                }
            } else if (version) {
                throw UnreadableYaml.parsed("found duplicate %YAML directive", token.start());
            } else if (!token.value().equals("1") || !token.rest().equals("1")) {
                throw UnreadableYaml.parsed("found incompatible YAML document", token.start());
            } else {
                version = true;
            }
            token = next();
        }
        handles.putIfAbsent("!", "!");
        handles.putIfAbsent("!!", Decoding.STANDARD);
    }

    Parsed node(boolean block, boolean indentless) throws UnreadableYaml {
        Token token = scanner.peek();
        if (token.is(Kind.ALIAS)) {
            Parsed target = alias(token);
            scanner.skip();
            return target;
        }
        Properties properties = properties(token);
        token = scanner.peek();
        Place start = properties.start() == null ? token.start() : properties.start();
        String anchor = properties.anchor();
        if (!anchor.isEmpty()) {
            anchors.put(anchor, new Parsed(null, 1, true));
        }
        Parsed parsed = content(token, start, properties, block, indentless);
        if (!anchor.isEmpty()) {
            anchors.put(anchor, parsed);
        }
        return parsed;
    }

    private Parsed content(Token token, Place start, Properties properties, boolean block, boolean indentless)
            throws UnreadableYaml {
        Kind kind = token.kind();
        if (token.isScalar()) {
            scanner.skip();
            return scalar(token.value(), properties.tag(), kind == Kind.PLAIN, start.to(token.end()));
        }
        if (kind == Kind.FLOW_SEQUENCE_START) {
            return collections.flowSequence(start);
        }
        if (kind == Kind.FLOW_MAPPING_START) {
            return collections.flowMapping(start);
        }
        if (kind == Kind.BLOCK_SEQUENCE_START && block) {
            return collections.blockSequence(start);
        }
        if (kind == Kind.BLOCK_MAPPING_START && block) {
            return collections.blockMapping(start);
        }
        if (kind == Kind.BLOCK_ENTRY && indentless) {
            return collections.indentlessSequence(start);
        }
        if (properties.end() == null) {
            throw UnreadableYaml.parsed("did not find expected node content", token.start());
        }
        return scalar("", properties.tag(), true, start.to(properties.end()));
    }

    private Parsed scalar(String text, String tag, boolean plain, Mark mark) {
        return new Parsed(decoding.scalar(text, tag, plain || tag.equals("!"), plain, mark), 1, false);
    }

    Parsed empty(Place place) {
        return scalar("", "", true, place.to(place));
    }

    private Properties properties(Token first) throws UnreadableYaml {
        String anchor = "";
        String tag = "";
        Place start = null;
        Place end = null;
        Token token = first;
        boolean tagged = false;
        while ((token.is(Kind.ANCHOR) && anchor.isEmpty()) || (token.is(Kind.TAG) && !tagged)) {
            start = start == null ? token.start() : start;
            end = token.end();
            if (token.is(Kind.ANCHOR)) {
                anchor = token.value();
            } else {
                tagged = true;
                tag = token.value().isEmpty() ? token.rest() : handles.getOrDefault(token.value(), "") + token.rest();
                if (!token.value().isEmpty() && !handles.containsKey(token.value())) {
                    Token bad = token;
                    next();
                    throw UnreadableYaml.parsed("found undefined tag handle", bad.start());
                }
            }
            token = next();
        }
        return new Properties(anchor, tag, start, end);
    }

    private Parsed alias(Token token) throws UnreadableYaml {
        Parsed target = anchors.get(token.value());
        if (target == null) {
            throw new UnreadableYaml(
                    "yaml: unknown anchor '" + token.value() + "' referenced",
                    token.start().to(token.end()));
        }
        if (target.node() == null) {
            decoding.fault(
                    "yaml: anchor '" + token.value() + "' value contains itself",
                    token.start().to(token.end()));
        }
        decoding.expanded(target.nodes(), token.start().to(token.end()));
        return new Parsed(
                target.node() == null ? empty(token.start()).node() : target.node(), target.nodes() + 1, true);
    }
}
