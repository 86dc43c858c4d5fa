package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.GoBytes;
import dev.auditflow.render.template.GoFloat;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.GoText;
import dev.auditflow.render.template.Trace;
import dev.auditflow.render.template.Traced;
import dev.auditflow.render.template.TracedText;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.Scalars;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** YAML as sigs.k8s.io/yaml writes it: by way of JSON, with the emitter of goyaml v2. */
public final class GoYaml {
    private static final Pattern BASE60 = Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?");
    private static final Pattern TIME = Pattern.compile(
            "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(\\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?)?");
    private static final Pattern SPECIAL_FLOAT = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    private final TracedText out;

    private GoYaml(TracedText out) {
        this.out = out;
    }

    /** The value as a YAML document that ends with a line feed. */
    public static String write(@Nullable Object value) {
        TracedText out = TracedText.untraced();
        write(value, out);
        return out.toString();
    }

    /** Writes a value, which may be traced, as a YAML document that ends with a line feed. */
    static void write(@Nullable Object value, TracedText out) {
        new GoYaml(out).value(Traced.plain(value), Traced.trace(value), -2, Place.ROOT);
    }

    private enum Place {
        ROOT,
        IN_MAP,
        IN_LIST
    }

    private void value(@Nullable Object value, @Nullable Trace trace, int indent, Place place) {
        switch (value) {
            case GoMap map when map.isNil() -> scalar("null", trace, place);
            case GoMap map when map.isEmpty() -> scalar("{}", trace, place);
            case GoMap map -> map(map, trace, indent + 2, place);
            case GoList list when list.isNil() -> scalar("null", trace, place);
            case GoList list when list.isEmpty() -> scalar("[]", trace, place);
            case GoList list -> list(list, trace, place == Place.IN_MAP ? indent : indent + 2, place);
            case String text -> string(text, trace, indent + 2, place);
            case GoBytes bytes ->
                scalar(java.util.Base64.getEncoder().encodeToString(GoText.encode(bytes.text())), trace, place);
            case null -> scalar("null", trace, place);
            case Double number -> scalar(number(number), trace, place);
            default -> scalar(value.toString(), trace, place);
        }
    }

    private void map(GoMap map, @Nullable Trace trace, int indent, Place place) {
        boolean inline = place == Place.IN_LIST;
        if (place == Place.IN_MAP) {
            out.noted("\n", trace);
        }
        List<String> keys = new ArrayList<>(map.keys());
        keys.sort(GoYaml::compareKeys);
        for (String key : keys) {
            Trace entry = Trace.inherit(map.trace(key), trace);
            out.noted((inline ? " " : " ".repeat(indent)) + inOneLine(key, true) + ":", entry);
            value(map.get(key), entry, indent, Place.IN_MAP);
            inline = false;
        }
    }

    private void list(GoList list, @Nullable Trace trace, int indent, Place place) {
        boolean inline = place == Place.IN_LIST;
        if (place == Place.IN_MAP) {
            out.noted("\n", trace);
        }
        for (int i = 0; i < list.size(); i++) {
            Trace item = Trace.inherit(list.trace(i), trace);
            out.noted((inline ? " " : " ".repeat(indent)) + "-", item);
            value(list.get(i), item, indent, Place.IN_LIST);
            inline = false;
        }
    }

    private void scalar(String text, @Nullable Trace trace, Place place) {
        out.noted((place == Place.ROOT ? "" : " ") + text + "\n", trace);
    }

    private void string(String text, @Nullable Trace trace, int indent, Place place) {
        YamlText form = YamlText.of(text);
        if (text.indexOf('\n') < 0 || !form.blockAllowed()) {
            String line = inOneLine(text, false);
            if (line.equals(text)) {
                out.noted(place == Place.ROOT ? "" : " ", trace);
                out.part(text, 0, text.length(), trace);
                out.noted("\n", trace);
            } else {
                scalar(line, trace, place);
            }
            return;
        }
        char first = text.charAt(0);
        boolean ends = YamlText.isBreak(text.charAt(text.length() - 1));
        boolean keeps = ends && (text.length() == 1 || YamlText.isBreak(text.charAt(text.length() - 2)));
        out.noted(
                (place == Place.ROOT ? "|" : " |")
                        + (first == ' ' || YamlText.isBreak(first) ? "2" : "")
                        + (!ends ? "-" : keeps ? "+" : "")
                        + "\n",
                trace);
        block(text, trace, ends ? text.length() - 1 : text.length(), " ".repeat(indent));
    }

    private void block(String text, @Nullable Trace trace, int end, String indent) {
        for (int from = 0; from <= end; ) {
            int newline = text.indexOf('\n', from);
            int to = newline < 0 || newline > end ? end : newline;
            out.noted(to == from ? "" : indent, trace);
            out.part(text, from, to, trace);
            out.noted("\n", trace);
            from = to + 1;
        }
    }

    private static String inOneLine(String text, boolean key) {
        YamlText form = YamlText.of(text);
        boolean plain = isString(text) && text.indexOf('\n') < 0;
        if (!plain) {
            return YamlText.doubleQuoted(text);
        }
        if (form.plainAllowed() && !(text.isEmpty() && key)) {
            return text;
        }
        return form.singleAllowed() ? "'" + text.replace("'", "''") + "'" : YamlText.doubleQuoted(text);
    }

    /** Whether goyaml would read the unquoted text as this string. */
    private static boolean isString(String text) {
        return !text.isEmpty()
                && !text.equals("<<")
                && Scalars.plain(text).kind() == ScalarNode.Kind.STRING
                && !SPECIAL_FLOAT.matcher(text).matches()
                && !TIME.matcher(text).matches()
                && !BASE60.matcher(text).matches();
    }

    /** A float64 as its JSON text reads back: a whole number if it fits one. */
    private static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e21) {
            java.math.BigInteger whole = new java.math.BigDecimal(value).toBigInteger();
            boolean fits = whole.bitLength() < 64 || (whole.signum() > 0 && whole.bitLength() == 64);
            if (fits) {
                return whole.toString();
            }
        }
        return GoFloat.format(value, 'g', -1);
    }

    /** The order of goyaml: letters by code point and after other characters, runs of digits by their number. */
    static int compareKeys(String left, String right) {
        int[] a = left.codePoints().toArray();
        int[] b = right.codePoints().toArray();
        for (int i = 0; i < a.length && i < b.length; i++) {
            if (a[i] == b[i]) {
                continue;
            }
            boolean letterA = Character.isLetter(a[i]);
            boolean letterB = Character.isLetter(b[i]);
            if (letterA && letterB) {
                return Integer.compare(a[i], b[i]);
            }
            if (letterA || letterB) {
                return letterB ? -1 : 1;
            }
            return compareDigits(a, b, i);
        }
        return Integer.compare(a.length, b.length);
    }

    private static int compareDigits(int[] a, int[] b, int at) {
        long numberA = 0;
        long numberB = 0;
        if (a[at] == '0' || b[at] == '0') {
            for (int j = at - 1; j >= 0 && Character.isDigit(a[j]); j--) {
                if (a[j] != '0') {
                    numberA = 1;
                    numberB = 1;
                    break;
                }
            }
        }
        int endA = at;
        for (; endA < a.length && Character.isDigit(a[endA]); endA++) {
            numberA = numberA * 10 + (a[endA] - '0');
        }
        int endB = at;
        for (; endB < b.length && Character.isDigit(b[endB]); endB++) {
            numberB = numberB * 10 + (b[endB] - '0');
        }
        if (numberA != numberB) {
            return Long.compare(numberA, numberB);
        }
        return endA != endB ? Integer.compare(endA, endB) : Integer.compare(a[at], b[at]);
    }
}
