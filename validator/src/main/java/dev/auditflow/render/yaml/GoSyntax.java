package dev.auditflow.render.yaml;

import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Values as Go programs write them; they appear so in messages. */
final class GoSyntax {
    private static final int LARGE_EXPONENT = 6;

    /** Stands for a key that is null. */
    static final String NIL = "interface {}(nil)";

    private GoSyntax() {}

    static String of(Node node) {
        return switch (node) {
            case MapNode map ->
                map.entries().stream()
                        .sorted(Comparator.comparing(MapNode.Entry::key))
                        .map(entry -> (entry.key().equals(NIL) ? NIL : quote(entry.key())) + ":" + of(entry.value()))
                        .collect(Collectors.joining(", ", "map[interface {}]interface {}{", "}"));
            case ListNode list ->
                list.items().stream().map(GoSyntax::of).collect(Collectors.joining(", ", "[]interface {}{", "}"));
            case ScalarNode scalar ->
                switch (scalar.kind()) {
                    case NULL -> NIL;
                    case STRING -> quote(scalar.text());
                    case BOOLEAN, INTEGER, FLOAT -> scalar.text();
                };
        };
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (c < ' ' || c == 0x7F) {
                        quoted.append("\\x%02x".formatted(c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    /** The shortest text of a number of single precision. */
    static String shortFloat(double value) {
        float single = (float) value;
        if (single == 0) {
            return 1 / single < 0 ? "-0" : "0";
        }
        BigDecimal decimal = new BigDecimal(Float.toString(single)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < LARGE_EXPONENT) {
            return decimal.toPlainString();
        }
        String digits = decimal.unscaledValue().abs().toString();
        return (decimal.signum() < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + "%02d".formatted(Math.abs(exponent));
    }
}
