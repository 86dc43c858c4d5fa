package dev.auditflow.render.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The checks of one value by one schema. */
final class SchemaKeywords {
    private final JsonSchema judge;
    private final JsonNode schema;
    private final JsonNode value;
    private final String place;
    private final int depth;
    private final List<SchemaViolation> found;

    SchemaKeywords(
            JsonSchema judge, JsonNode schema, JsonNode value, String place, int depth, List<SchemaViolation> found) {
        this.judge = judge;
        this.schema = schema;
        this.value = value;
        this.place = place;
        this.depth = depth;
        this.found = found;
    }

    void all() {
        switch (value.getNodeType()) {
            case OBJECT -> object();
            case ARRAY -> array();
            case STRING -> string();
            case NUMBER -> number();
            default -> {}
        }
        conditions();
    }

    private void fail(String message) {
        found.add(new SchemaViolation(place, message));
    }

    private void child(JsonNode below, JsonNode item, String step) {
        String at = place + "/" + step.replace("~", "~0").replace("/", "~1");
        JsonSchema.add(found, judge.check(below, item, at, depth + 1));
    }

    private void size(String keyword, int size, boolean least) {
        JsonNode limit = schema.get(keyword);
        if (limit != null && (least ? size < limit.asInt() : size > limit.asInt())) {
            fail(SchemaWords.size(keyword, size, limit.asInt()));
        }
    }

    private List<String> absent(JsonNode names) {
        List<String> absent = new ArrayList<>();
        names.forEach(name -> {
            if (!value.has(name.asText())) {
                absent.add(name.asText());
            }
        });
        return absent;
    }

    private void object() {
        size("minProperties", value.size(), true);
        size("maxProperties", value.size(), false);
        List<String> missing = schema.path("required").isArray() ? absent(schema.get("required")) : List.of();
        if (!missing.isEmpty()) {
            fail(SchemaWords.missing(missing));
        }
        dependent("dependencies");
        List<String> additional = new ArrayList<>();
        Set<String> names = new TreeSet<>(Order.CODE_POINTS);
        value.fieldNames().forEachRemaining(names::add);
        names.forEach(name -> property(name, additional));
        if (!additional.isEmpty()) {
            fail("additional properties %s not allowed".formatted(SchemaWords.quoted(additional)));
        }
        JsonNode nameSchema = judge.draft > 4 ? schema.get("propertyNames") : null;
        if (nameSchema != null) {
            names.forEach(name -> name(nameSchema, name));
        }
        dependent("dependentSchemas");
        dependent("dependentRequired");
    }

    private void property(String name, List<String> additional) {
        JsonNode item = value.get(name);
        boolean known = schema.path("properties").has(name);
        if (known) {
            child(schema.get("properties").get(name), item, name);
        }
        for (Map.Entry<String, JsonNode> entry :
                schema.path("patternProperties").properties()) {
            if (judge.patterns.matches(entry.getKey(), name)) {
                known = true;
                child(entry.getValue(), item, name);
            }
        }
        JsonNode rest = schema.get("additionalProperties");
        if (!known && rest != null) {
            if (rest.isBoolean() && !rest.booleanValue()) {
                additional.add(name);
            } else if (rest.isObject()) {
                child(rest, item, name);
            }
        }
    }

    private void name(JsonNode nameSchema, String name) {
        SchemaViolation violation = judge.check(nameSchema, TextNode.valueOf(name), "", depth + 1);
        if (violation != null) {
            List<SchemaViolation> causes =
                    violation.message().equals("validation failed") ? violation.causes() : List.of(violation);
            found.add(new SchemaViolation(place, "invalid propertyName " + SchemaWords.quote(name), causes));
        }
    }

    private void dependent(String keyword) {
        for (Map.Entry<String, JsonNode> entry : schema.path(keyword).properties()) {
            if (!value.has(entry.getKey())) {
                continue;
            }
            if (!entry.getValue().isArray()) {
                JsonSchema.add(found, judge.check(entry.getValue(), value, place, depth + 1));
                continue;
            }
            List<String> missing = absent(entry.getValue());
            if (!missing.isEmpty()) {
                fail("properties %s required, if %s exists"
                        .formatted(SchemaWords.quoted(missing), SchemaWords.quote(entry.getKey())));
            }
        }
    }

    private void array() {
        size("minItems", value.size(), true);
        size("maxItems", value.size(), false);
        if (schema.path("uniqueItems").asBoolean()) {
            duplicates();
        }
        String tuple = judge.draft < 2020 ? "items" : "prefixItems";
        JsonNode heads = schema.path(tuple).isArray() ? schema.get(tuple) : null;
        int judged = heads == null ? 0 : Math.min(heads.size(), value.size());
        for (int i = 0; heads != null && i < judged; i++) {
            child(heads.get(i), value.get(i), Integer.toString(i));
        }
        JsonNode rest = schema.get(judge.draft < 2020 && heads != null ? "additionalItems" : "items");
        if (rest != null && judge.draft < 2020 && heads != null && rest.isBoolean()) {
            if (!rest.booleanValue() && judged < value.size()) {
                fail("last %d additionalItem(s) not allowed".formatted(value.size() - judged));
            }
        } else if (rest != null && !rest.isArray()) {
            for (int i = judged; i < value.size(); i++) {
                child(rest, value.get(i), Integer.toString(i));
            }
        }
        contains();
    }

    private void duplicates() {
        for (int i = 1; i < value.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (SchemaPatterns.same(value.get(i), value.get(j))) {
                    fail("items at %d and %d are equal".formatted(j, i));
                    return;
                }
            }
        }
    }

    private void contains() {
        JsonNode wanted = judge.draft > 4 ? schema.get("contains") : null;
        if (wanted == null || schema.path("minContains").asInt(1) == 0) {
            return;
        }
        List<SchemaViolation> causes = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            SchemaViolation violation = judge.check(wanted, value.get(i), place + "/" + i, depth + 1);
            if (violation == null) {
                return;
            }
            causes.add(violation);
        }
        found.add(new SchemaViolation(place, "no items match contains schema", causes));
    }

    private void string() {
        String text = value.textValue();
        int length = text.codePointCount(0, text.length());
        size("minLength", length, true);
        size("maxLength", length, false);
        JsonNode pattern = schema.get("pattern");
        if (pattern != null && !judge.patterns.matches(pattern.asText(), text)) {
            fail("%s does not match pattern %s"
                    .formatted(SchemaWords.quote(text), SchemaWords.quote(pattern.asText())));
        }
    }

    private void number() {
        bound("minimum", -1, schema.path("exclusiveMinimum").isBoolean());
        bound("maximum", 1, schema.path("exclusiveMaximum").isBoolean());
        bound("exclusiveMinimum", -1, false);
        bound("exclusiveMaximum", 1, false);
        JsonNode divisor = schema.get("multipleOf");
        if (divisor != null
                && value.decimalValue().remainder(divisor.decimalValue()).signum() != 0) {
            fail(SchemaWords.bound("multipleOf", value, divisor));
        }
    }

    private void bound(String keyword, int direction, boolean strictByFlag) {
        JsonNode limit = schema.get(keyword);
        if (limit == null || !limit.isNumber()) {
            return;
        }
        BigDecimal number = value.decimalValue();
        int side = number.compareTo(limit.decimalValue());
        String flag = "exclusive" + Character.toUpperCase(keyword.charAt(0)) + keyword.substring(1);
        boolean strict = keyword.startsWith("exclusive")
                || (strictByFlag && schema.path(flag).booleanValue());
        if (side * direction > 0 || (strict && side == 0)) {
            fail(SchemaWords.bound(strictByFlag && strict ? flag : keyword, value, limit));
        }
    }

    private List<@Nullable SchemaViolation> each(String keyword) {
        List<@Nullable SchemaViolation> results = new ArrayList<>();
        schema.path(keyword).forEach(one -> results.add(judge.check(one, value, place, depth + 1)));
        return results;
    }

    private void conditions() {
        JsonNode not = schema.get("not");
        if (not != null && judge.check(not, value, place, depth + 1) == null) {
            fail("'not' failed");
        }
        causes("'allOf' failed", each("allOf"), false);
        causes("'anyOf' failed", each("anyOf"), true);
        oneOf(each("oneOf"));
        JsonNode condition = judge.draft < 7 ? null : schema.get("if");
        if (condition != null) {
            JsonNode branch = schema.get(judge.check(condition, value, place, depth + 1) == null ? "then" : "else");
            JsonSchema.add(found, branch == null ? null : judge.check(branch, value, place, depth + 1));
        }
    }

    private void causes(String message, List<@Nullable SchemaViolation> results, boolean oneIsEnough) {
        List<SchemaViolation> causes = new ArrayList<>();
        results.forEach(result -> JsonSchema.add(causes, result));
        if (!causes.isEmpty() && (!oneIsEnough || causes.size() == results.size())) {
            found.add(new SchemaViolation(place, message, causes));
        }
    }

    private void oneOf(List<@Nullable SchemaViolation> results) {
        List<Integer> matched = new ArrayList<>();
        List<SchemaViolation> causes = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) == null) {
                matched.add(i);
            } else {
                JsonSchema.add(causes, results.get(i));
            }
        }
        if (matched.size() > 1) {
            fail(SchemaWords.matched(new int[] {matched.get(0), matched.get(1)}));
        } else if (matched.isEmpty() && !results.isEmpty()) {
            found.add(new SchemaViolation(place, SchemaWords.matched(new int[0]), causes));
        }
    }
}
