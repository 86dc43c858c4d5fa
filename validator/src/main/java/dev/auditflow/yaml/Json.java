package dev.auditflow.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes nodes as JSON, keys in source order. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** The node as UTF-8 JSON. */
    public static byte[] bytes(Node node) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            write(node, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Writes the node where {@code json} stands. */
    public static void write(Node node, JsonGenerator json) throws IOException {
        switch (node) {
            case MapNode map -> {
                json.writeStartObject();
                for (MapNode.Entry entry : map.entries()) {
                    json.writeFieldName(entry.key());
                    write(entry.value(), json);
                }
                json.writeEndObject();
            }
            case ListNode list -> {
                json.writeStartArray();
                for (Node item : list.items()) {
                    write(item, json);
                }
                json.writeEndArray();
            }
            case ScalarNode scalar when scalar.kind() == ScalarNode.Kind.STRING -> json.writeString(scalar.text());
            case ScalarNode scalar -> json.writeRawValue(scalar.text());
        }
    }
}
