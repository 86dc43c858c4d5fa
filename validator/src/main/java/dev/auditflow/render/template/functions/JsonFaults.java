package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.TemplateException;

/** What Go says of texts that are no JSON. */
public final class JsonFaults {
    private JsonFaults() {}

    /** The fault of a text that is read as a stream; empty for JSON. */
    public static String of(String text) {
        if (text.isBlank()) {
            return "EOF";
        }
        try {
            GoJsonReader.read(text, null);
            return "";
        } catch (TemplateException e) {
            return e.text().equals("unexpected end of JSON input") ? "unexpected EOF" : e.text();
        }
    }
}
