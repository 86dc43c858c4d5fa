package dev.auditflow.report;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.yaml.JsonTree;

/** JSON as text that is the same on every system and can always be written as UTF-8. */
public final class JsonText {
    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
    private static final DefaultPrettyPrinter FORM =
            new DefaultPrettyPrinter().withObjectIndenter(INDENTER).withArrayIndenter(INDENTER);

    private JsonText() {}

    /** Indented, with a line end. */
    public static String of(ObjectNode node) {
        return escapeLoneSurrogates(JsonTree.write(node, FORM.createInstance())) + "\n";
    }

    /** Halves of characters have no UTF-8; they can only stand inside of strings, where an escape means the same. */
    private static String escapeLoneSurrogates(String json) {
        if (json.codePoints().noneMatch(JsonText::isLoneSurrogate)) {
            return json;
        }
        StringBuilder out = new StringBuilder(json.length() + 16);
        json.codePoints().forEach(c -> {
            if (isLoneSurrogate(c)) {
                out.append("\\u%04X".formatted(c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    private static boolean isLoneSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
