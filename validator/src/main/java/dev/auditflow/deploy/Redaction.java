package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.auditflow.manifest.Credentials;
import java.util.stream.Collectors;

/** Takes out of texts for people and files what may be a credential: the whole line. */
final class Redaction {
    private static final String HIDDEN = "<hidden: it may hold a credential>";

    private Redaction() {}

    static String of(String text) {
        return text.lines()
                .map(line -> Credentials.mayStandIn(line) ? HIDDEN : line)
                .collect(Collectors.joining("\n"));
    }

    /** An object's texts, each as above. */
    static JsonNode of(JsonNode node) {
        return switch (node) {
            case TextNode text -> TextNode.valueOf(of(text.textValue()));
            case ObjectNode object -> {
                ObjectNode shown = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(field -> shown.set(field.getKey(), of(field.getValue())));
                yield shown;
            }
            case ArrayNode array -> {
                ArrayNode shown = JsonNodeFactory.instance.arrayNode();
                array.forEach(item -> shown.add(of(item)));
                yield shown;
            }
            default -> node;
        };
    }
}
