package dev.auditflow.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/**
 * JSON in the one form of RFC 8785: keys in the order of their UTF-16 units, no white space, the shortest numbers. Integers
 * keep all their digits, also beyond the 53 bits that the RFC speaks of, for Kubernetes has such.
 */
public final class CanonicalJson {
    private static final int PLAIN_DIGITS = 21;
    private static final int SMALL = -6;

    private CanonicalJson() {}

    /** The UTF-8 bytes of a tree. @throws IllegalArgumentException for a number that JSON cannot say */
    public static byte[] bytes(JsonNode node) {
        return text(node).getBytes(StandardCharsets.UTF_8);
    }

    /** The text of a tree. @throws IllegalArgumentException for a number that JSON cannot say */
    public static String text(JsonNode node) {
        StringBuilder out = new StringBuilder(256);
        write(node, out);
        return out.toString();
    }

    private static void write(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> object((ObjectNode) node, out);
            case ARRAY -> {
                out.append('[');
                for (int i = 0; i < node.size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    write(node.get(i), out);
                }
                out.append(']');
            }
            case STRING -> string(node.textValue(), out);
            case NUMBER -> out.append(node.isIntegralNumber() ? node.asText() : number(node.doubleValue()));
            case BOOLEAN -> out.append(node.booleanValue());
            default -> out.append("null");
        }
    }

    private static void object(ObjectNode node, StringBuilder out) {
        TreeMap<String, JsonNode> fields = new TreeMap<>();
        node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        out.append('{');
        boolean first = true;
        for (var field : fields.entrySet()) {
            out.append(first ? "" : ",");
            first = false;
            string(field.getKey(), out);
            out.append(':');
            write(field.getValue(), out);
        }
        out.append('}');
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> out.append(c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
            }
        }
        out.append('"');
    }

    /** As ECMAScript prints it; Java finds the same shortest digits and writes them in another form. */
    private static String number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no number " + value);
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal exact = shortest(Math.abs(value));
        String digits = exact.unscaledValue().toString();
        int point = digits.length() - exact.scale();
        String sign = value < 0 ? "-" : "";
        if (point > PLAIN_DIGITS || point <= SMALL) {
            String rest = digits.length() == 1 ? "" : "." + digits.substring(1);
            int exponent = point - 1;
            return sign + digits.charAt(0) + rest + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
        }
        return sign + exact.toPlainString();
    }

    /** Java gives two digits at least; where one is enough, ECMAScript takes it. */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        BigDecimal rounded = exact.round(new MathContext(1));
        return exact.precision() == 2 && rounded.doubleValue() == value ? rounded.stripTrailingZeros() : exact;
    }
}
