package dev.auditflow.render.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashMap;
import java.util.Map;

/** Regular expressions of schemas, in linear time, and equality of JSON values. */
final class SchemaPatterns {
    private final Map<String, Pattern> compiled = new HashMap<>();

    boolean matches(String pattern, String text) {
        try {
            return compiled.computeIfAbsent(pattern, Pattern::compile)
                    .matcher(text)
                    .find();
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("its pattern " + pattern + " is no regular expression", e);
        }
    }

    /** Numbers are equal by value, whatever their form. */
    static boolean same(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue()) == 0;
        }
        if (a.isArray() && b.isArray() && a.size() == b.size()) {
            for (int i = 0; i < a.size(); i++) {
                if (!same(a.get(i), b.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (a.isObject() && b.isObject() && a.size() == b.size()) {
            return a.properties().stream()
                    .allMatch(entry -> b.has(entry.getKey()) && same(entry.getValue(), b.get(entry.getKey())));
        }
        return a.equals(b);
    }
}
