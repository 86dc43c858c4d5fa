package dev.auditflow.render.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The words of Helm's schema validator. */
final class SchemaWords {
    private static final List<String> TYPES =
            List.of("null", "boolean", "number", "integer", "string", "array", "object");

    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private SchemaWords() {}

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("'");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\'' -> quoted.append("\\'");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.appendCodePoint(c);
            }
        });
        return quoted.append('\'').toString();
    }

    static String quoted(List<String> names) {
        return names.stream().map(SchemaWords::quote).collect(Collectors.joining(", "));
    }

    static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> "null";
            case BOOLEAN -> "boolean";
            case NUMBER -> "number";
            case ARRAY -> "array";
            case OBJECT, POJO -> "object";
            case STRING, BINARY -> "string";
        };
    }

    static String wrongType(JsonNode value, JsonNode wanted) {
        List<String> types = new ArrayList<>();
        if (wanted.isArray()) {
            wanted.forEach(type -> types.add(type.asText()));
        } else {
            types.add(wanted.asText());
        }
        types.sort((a, b) -> Integer.compare(TYPES.indexOf(a), TYPES.indexOf(b)));
        return "got %s, want %s".formatted(type(value), String.join(" or ", types));
    }

    static String notIn(JsonNode values) {
        List<String> shown = new ArrayList<>();
        for (JsonNode value : values) {
            if (value.isContainerNode()) {
                return "'enum' failed";
            }
            shown.add(display(value));
        }
        return (shown.size() == 1 ? "value must be " : "value must be one of ") + String.join(", ", shown);
    }

    static String notConst(JsonNode value) {
        return value.isContainerNode() ? "'const' failed" : "value must be " + display(value);
    }

    static String bound(String keyword, JsonNode got, JsonNode want) {
        return "%s: got %s, want %s".formatted(keyword, number(got), number(want));
    }

    static String size(String keyword, int got, int want) {
        NumberFormat format = NumberFormat.getIntegerInstance(Locale.ENGLISH);
        return "%s: got %s, want %s".formatted(keyword, format.format(got), format.format(want));
    }

    static String missing(List<String> names) {
        return (names.size() == 1 ? "missing property " : "missing properties ") + quoted(names);
    }

    static String matched(int[] subschemas) {
        return subschemas.length == 0
                ? "'oneOf' failed, none matched"
                : "'oneOf' failed, subschemas "
                        + Arrays.stream(subschemas).mapToObj(Integer::toString).collect(Collectors.joining(", "))
                        + " matched";
    }

    private static String display(JsonNode value) {
        return value.isTextual() ? quote(value.textValue()) : value.isNull() ? "<nil>" : value.asText();
    }

    /** Six digits before the point at most, as the validator's printer writes; else a power of ten. */
    private static String number(JsonNode value) {
        BigDecimal number = BigDecimal.valueOf(value.doubleValue()).stripTrailingZeros();
        int exponent = number.precision() - number.scale() - 1;
        if (number.signum() != 0 && (exponent < -4 || exponent >= 6)) {
            String power = (exponent < 0 ? "-" : "") + "%02d".formatted(Math.abs(exponent));
            StringBuilder raised = new StringBuilder();
            power.chars().forEach(c -> raised.append(c == '-' ? '⁻' : SUPERSCRIPTS.charAt(c - '0')));
            return number.movePointLeft(exponent).toPlainString() + "×10" + raised;
        }
        NumberFormat format = NumberFormat.getNumberInstance(Locale.ENGLISH);
        format.setMaximumFractionDigits(17);
        return format.format(number);
    }
}
