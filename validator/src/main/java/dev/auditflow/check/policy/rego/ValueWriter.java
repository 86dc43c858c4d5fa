package dev.auditflow.check.policy.rego;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/** Writes values as compact JSON, as the text that OPA's modules read, or as Rego prints them. */
public final class ValueWriter {
    private static final int PLAIN_DIGITS = 400;

    private final Style style;
    private final StringBuilder out = new StringBuilder();

    private enum Style {
        JSON,
        MODULE,
        REGO
    }

    private ValueWriter(Style style) {
        this.style = style;
    }

    /** Compact JSON: sets as arrays, keys that are no strings as their JSON text. */
    public static String json(Value value) {
        return write(value, Style.JSON);
    }

    /** What {@code opa_value_parse} reads. */
    static String module(Value value) {
        return write(value, Style.MODULE);
    }

    /** As {@code sprintf("%v")} shows a value inside another one. */
    static String rego(Value value) {
        return write(value, Style.REGO);
    }

    private static String write(Value value, Style style) {
        ValueWriter writer = new ValueWriter(style);
        writer.value(value);
        return writer.out.toString();
    }

    private void value(Value value) {
        switch (value) {
            case Value.Null _ -> out.append("null");
            case Value.Bool(boolean b) -> out.append(b);
            case Value.Num number -> out.append(number(number));
            case Value.Str(String text) -> string(text);
            case Value.Arr(List<Value> items) -> items('[', items, ']');
            case Value.Members(SortedSet<Value> items) when style == Style.JSON -> items('[', items, ']');
            case Value.Members(SortedSet<Value> items) when items.isEmpty() -> out.append("set()");
            case Value.Members(SortedSet<Value> items) -> items('{', items, '}');
            case Value.Obj(SortedMap<Value, Value> fields) -> fields(fields);
        }
    }

    private void items(char open, Collection<Value> items, char close) {
        out.append(open);
        String separator = "";
        for (Value item : items) {
            out.append(separator);
            value(item);
            separator = style == Style.REGO ? ", " : ",";
        }
        out.append(close);
    }

    private void fields(SortedMap<Value, Value> fields) {
        out.append('{');
        String separator = "";
        for (Map.Entry<Value, Value> field : fields.entrySet()) {
            out.append(separator);
            if (style == Style.JSON && !(field.getKey() instanceof Value.Str)) {
                string(json(field.getKey()));
            } else {
                value(field.getKey());
            }
            out.append(style == Style.REGO ? ": " : ":");
            value(field.getValue());
            separator = style == Style.REGO ? ", " : ",";
        }
        out.append('}');
    }

    /** The number in decimal; very large and very small ones with an exponent. */
    static String number(Value.Num number) {
        BigDecimal value = number.value();
        if (Math.abs((long) value.precision() - value.scale()) > PLAIN_DIGITS || value.scale() > PLAIN_DIGITS) {
            return value.stripTrailingZeros().toString().replace("E+", "e+").replace("E-", "e-");
        }
        if (number.isWhole()) {
            return value.toBigInteger().toString();
        }
        double magnitude = Math.abs(value.doubleValue());
        BigDecimal plain = value.stripTrailingZeros();
        return magnitude < 1e-6 ? exponent(plain) : plain.toPlainString();
    }

    /** Go writes small numbers as {@code 1.5e-07}. */
    private static String exponent(BigDecimal value) {
        String digits = value.unscaledValue().abs().toString();
        int power = digits.length() - 1 - value.scale();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String sign = value.signum() < 0 ? "-" : "";
        return "%s%s%se%s%02d".formatted(sign, digits.charAt(0), fraction, power < 0 ? "-" : "+", Math.abs(power));
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == '\u2028' || c == '\u2029' || (style == Style.JSON && isHtml(c))) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Go's JSON escapes these so that JSON may stand in a page. */
    private static boolean isHtml(char c) {
        return c == '<' || c == '>' || c == '&';
    }
}
