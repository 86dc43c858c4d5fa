package dev.auditflow.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON from a program as nodes, strictly: UTF-8, one value, no key twice, no more than {@value #MAX_DEPTH} values in
 * one another. Numbers keep their digits. Nodes have no place in a file, so their marks say line 0.
 */
public final class JsonNodes {
    /** How many values may lie in one another. */
    public static final int MAX_DEPTH = 500;

    private static final int PIECE = 8_192;

    private static final Mark NOWHERE = new Mark(0, 0, 0, 0);

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonNodes() {}

    /**
     * The value in these bytes.
     *
     * @throws JsonProcessingException if there is no value, more than one, or one that breaks the rules above
     */
    public static Node read(byte[] json) throws JsonProcessingException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == null) {
                throw new JsonParseException(parser, "there is no value");
            }
            Node node = node(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "there is more behind the value", parser.currentLocation());
            }
            checkUtf8(json);
            return node;
        } catch (CharacterCodingException | CharConversionException e) {
            throw new JsonParseException(null, "the text is not UTF-8", e);
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of surrogates and of what is longer than it needs to be, the parser says nothing. Decodes a piece at a time and keeps none. */
    private static void checkUtf8(byte[] json) throws CharacterCodingException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(json);
        CharBuffer piece = CharBuffer.allocate(Math.min(json.length, PIECE));
        CoderResult result;
        do {
            result = decoder.decode(bytes, piece.clear(), true);
            if (result.isError()) {
                result.throwException();
            }
        } while (result.isOverflow());
    }

    private static Node node(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                List<MapNode.Entry> entries = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    entries.add(new MapNode.Entry(name, NOWHERE, node(parser)));
                }
                yield new MapNode(entries, NOWHERE);
            }
            case START_ARRAY -> {
                List<Node> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(node(parser));
                }
                yield new ListNode(items, NOWHERE);
            }
            case VALUE_STRING -> scalar(ScalarNode.Kind.STRING, parser);
            case VALUE_TRUE, VALUE_FALSE -> scalar(ScalarNode.Kind.BOOLEAN, parser);
            case VALUE_NUMBER_INT -> scalar(ScalarNode.Kind.INTEGER, parser);
            case VALUE_NUMBER_FLOAT -> scalar(ScalarNode.Kind.FLOAT, parser);
            default -> scalar(ScalarNode.Kind.NULL, parser);
        };
    }

    private static Node scalar(ScalarNode.Kind kind, JsonParser parser) throws IOException {
        String text = parser.getText();
        return new ScalarNode(kind, text, kind != ScalarNode.Kind.STRING, text, NOWHERE);
    }
}
