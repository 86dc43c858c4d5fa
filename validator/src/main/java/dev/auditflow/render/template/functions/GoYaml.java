package dev.auditflow.render.template.functions;

import dev.auditflow.go.GoText;
import dev.auditflow.render.template.GoFloat;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.GoStruct;
import dev.auditflow.render.template.TemplateException;
import dev.auditflow.render.template.Trace;
import dev.auditflow.render.template.Traced;
import dev.auditflow.render.template.TracedText;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.Scalars;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** YAML as sigs.k8s.io/yaml writes it: by way of JSON, with the emitter of goyaml v2. */
public final class GoYaml {
    private static final Pattern BASE60 = Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?");
    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt"
            + " ][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(\\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?)?");
    private static final Pattern NEXT_LINE = Pattern.compile("[ \t]*\u0085[ \t]*");
    private static final Pattern SPECIAL_FLOAT = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    /** Longer lines are folded at their spaces. */
    private static final int BEST_WIDTH = 80;

    /** Longer keys stand on a line of their own, in UTF-8 bytes. */
    private static final int MAX_SIMPLE_KEY = 128;

    private final Nesting nesting = new Nesting();
    private final TracedText out;

    /** Whether to write as goyaml v3 does: lists in maps are indented, and no line is folded. */
    private final boolean pretty;

    /** Characters on the current line so far. */
    private int column;

    private GoYaml(TracedText out, boolean pretty) {
        this.out = out;
        this.pretty = pretty;
    }

    /** The value as a YAML document that ends with a line feed. */
    public static String write(@Nullable Object value) {
        TracedText out = TracedText.untraced();
        write(value, out);
        return out.toString();
    }

    /**
     * Writes a value, which may be traced, as a YAML document that ends with a line feed.
     *
     * @throws TemplateException for what has no YAML
     */
    static void write(@Nullable Object value, TracedText out) {
        new GoYaml(out, false).value(Traced.plain(value), Traced.trace(value), -2, Place.ROOT);
    }

    /** As {@link #write(Object, TracedText)}, in the form of goyaml v3 with an indent of two. */
    static void writePretty(@Nullable Object value, TracedText out) {
        new GoYaml(out, true).value(Traced.plain(value), Traced.trace(value), -2, Place.ROOT);
    }

    private enum Place {
        ROOT,
        IN_MAP,
        IN_LIST
    }

    private void note(String part, @Nullable Trace trace) {
        out.noted(part, trace);
        advance(part, 0, part.length());
    }

    private void copy(String whole, int from, int to, @Nullable Trace trace) {
        out.part(whole, from, to, trace);
        advance(whole, from, to);
    }

    private void advance(String text, int from, int to) {
        int last = text.lastIndexOf('\n', to - 1);
        column = last >= from ? text.codePointCount(last + 1, to) : column + text.codePointCount(from, to);
    }

    private void value(@Nullable Object given, @Nullable Trace trace, int indent, Place place) {
        Object value = JsonValues.of(given);
        switch (value) {
            case GoMap map when map.isNil() -> scalar("null", trace, place);
            case GoMap map when map.isEmpty() -> scalar("{}", trace, place);
            case GoMap map -> map(map, trace, indent + 2, place);
            case GoList list when list.isNil() -> scalar("null", trace, place);
            case GoList list when list.isEmpty() -> scalar("[]", trace, place);
            case GoList list -> list(list, trace, place == Place.IN_MAP && !pretty ? indent : indent + 2, place);
            case GoStruct struct -> value(JsonValues.fields(struct), trace, indent, place);
            case String text -> {
                note(place == Place.ROOT ? "" : " ", trace);
                string(text, trace, Math.max(indent + 2, 2), false);
                note("\n", trace);
            }
            case null -> scalar("null", trace, place);
            case Double number -> scalar(pretty ? GoFloat.format(number) : number(number), trace, place);
            default -> scalar(value.toString(), trace, place);
        }
    }

    private void map(GoMap map, @Nullable Trace trace, int indent, Place place) {
        boolean inline = place == Place.IN_LIST;
        if (place == Place.IN_MAP) {
            note("\n", trace);
        }
        List<String> keys = new ArrayList<>(map.keys());
        keys.sort(GoYaml::compareKeys);
        nesting.enter(map);
        for (String key : keys) {
            Trace entry = Trace.inherit(map.trace(key), trace);
            note(inline ? " " : " ".repeat(indent), entry);
            inline = false;
            if (isSimpleKey(key)) {
                string(key, entry, indent + 2, true);
                note(":", entry);
                value(map.get(key), entry, indent, Place.IN_MAP);
            } else {
                note("? ", entry);
                string(key, entry, indent + 2, false);
                note("\n" + " ".repeat(indent) + ":", entry);
                value(map.get(key), entry, indent, Place.IN_LIST);
            }
        }
        nesting.leave(map);
    }

    private static boolean isSimpleKey(String key) {
        return key.codePoints().noneMatch(YamlText::isBreak) && GoText.length(key) <= MAX_SIMPLE_KEY;
    }

    private void list(GoList list, @Nullable Trace trace, int indent, Place place) {
        boolean inline = place == Place.IN_LIST;
        if (place == Place.IN_MAP) {
            note("\n", trace);
        }
        nesting.enter(list);
        for (int i = 0; i < list.size(); i++) {
            Trace item = Trace.inherit(list.trace(i), trace);
            note((inline ? " " : " ".repeat(indent)) + "-", item);
            value(list.get(i), item, indent, Place.IN_LIST);
            inline = false;
        }
        nesting.leave(list);
    }

    private void scalar(String text, @Nullable Trace trace, Place place) {
        note((place == Place.ROOT ? "" : " ") + text + "\n", trace);
    }

    /** Writes a string where the output stands, without the line feed after it. */
    private void string(String raw, @Nullable Trace trace, int indent, boolean key) {
        String text = pretty ? GoText.printable(raw) : throughJson(raw);
        YamlText form = YamlText.of(text, pretty);
        boolean lines = text.indexOf('\n') >= 0;
        if (lines && form.blockAllowed() && !key) {
            literal(text, trace, indent);
        } else if (lines || !isString(text)) {
            doubleQuoted(text, trace, indent, key);
        } else if (form.plainAllowed() && !(text.isEmpty() && key)) {
            plain(text, trace, indent, key);
        } else if (form.singleAllowed()) {
            singleQuoted(text, trace, indent, key);
        } else {
            doubleQuoted(text, trace, indent, key);
        }
    }

    /** A string as it comes back from the JSON text that goyaml v2 is given, where a next-line sign folds lines. */
    private static String throughJson(String raw) {
        String text = GoText.printable(raw);
        if (text.codePoints().anyMatch(YamlText::isForbidden)) {
            throw new TemplateException("yaml: control characters are not allowed");
        }
        return text.indexOf('\u0085') < 0 ? text : NEXT_LINE.matcher(text).replaceAll(" ");
    }

    private void literal(String text, @Nullable Trace trace, int indent) {
        char first = text.charAt(0);
        boolean ends = YamlText.isBreak(text.charAt(text.length() - 1));
        boolean keeps = ends && (text.length() == 1 || YamlText.isBreak(text.charAt(text.length() - 2)));
        String hint = (first == ' ' || YamlText.isBreak(first) ? "2" : "") + (!ends ? "-" : keeps ? "+" : "");
        note("|" + hint, trace);
        int end = ends ? text.length() - 1 : text.length();
        for (int from = 0; from <= end; ) {
            int newline = text.indexOf('\n', from);
            int to = newline < 0 || newline > end ? end : newline;
            note("\n" + (to == from ? "" : " ".repeat(indent)), trace);
            copy(text, from, to, trace);
            from = to + 1;
        }
    }

    private boolean folds(boolean key, boolean afterSpace) {
        return !pretty && !key && !afterSpace && column > BEST_WIDTH;
    }

    private void plain(String text, @Nullable Trace trace, int indent, boolean key) {
        int from = 0;
        for (int space = text.indexOf(' '); space >= 0; space = text.indexOf(' ', space + 1)) {
            boolean afterSpace = space > 0 && text.charAt(space - 1) == ' ';
            boolean beforeSpace = text.startsWith(" ", space + 1);
            copy(text, from, space, trace);
            from = space;
            if (folds(key, afterSpace) && !beforeSpace) {
                note("\n" + " ".repeat(indent), trace);
                from = space + 1;
            }
        }
        copy(text, from, text.length(), trace);
    }

    private void singleQuoted(String text, @Nullable Trace trace, int indent, boolean key) {
        StringBuilder quoted = new StringBuilder("'");
        column++;
        int from = 0;
        for (int space = text.indexOf(' '); space >= 0; space = text.indexOf(' ', space + 1)) {
            boolean edge = space == 0 || space == text.length() - 1;
            boolean afterSpace = space > 0 && text.charAt(space - 1) == ' ';
            boolean beforeSpace = text.startsWith(" ", space + 1);
            String part = afterBreaks(text.substring(from, space).replace("'", "''"), indent);
            quoted.append(part);
            advance(part, 0, part.length());
            from = space;
            if (folds(key, afterSpace) && !beforeSpace && !edge) {
                quoted.append('\n').repeat(' ', indent);
                column = indent;
                from = space + 1;
            }
        }
        String part = afterBreaks(text.substring(from).replace("'", "''"), indent) + "'";
        advance(part, 0, part.length());
        out.noted(quoted.append(part).toString(), trace);
    }

    /** The line and paragraph separators of Unicode end a line; the next one is indented. */
    private static String afterBreaks(String text, int indent) {
        return text.replaceAll("([\u2028\u2029])(?=[^\u2028\u2029])", "$1" + " ".repeat(indent));
    }

    private void doubleQuoted(String text, @Nullable Trace trace, int indent, boolean key) {
        StringBuilder quoted = new StringBuilder("\"");
        column++;
        boolean spaces = false;
        // At every place goyaml asks whether the text starts with a byte order mark.
        boolean mark = text.startsWith("\uFEFF");
        for (int i = 0; i < text.length(); ) {
            int rune = text.codePointAt(i);
            int next = i + Character.charCount(rune);
            if (rune != ' ' || mark) {
                String shown = mark ? YamlText.escaped(rune) : YamlText.inQuotes(rune);
                quoted.append(shown);
                column += shown.codePointCount(0, shown.length());
            } else if (folds(key, spaces) && i > 0 && next < text.length()) {
                quoted.append('\n').repeat(' ', indent).append(text.startsWith(" ", next) ? "\\" : "");
                column = indent + (text.startsWith(" ", next) ? 1 : 0);
            } else {
                quoted.append(' ');
                column++;
            }
            spaces = rune == ' ';
            i = next;
        }
        column++;
        out.noted(quoted.append('"').toString(), trace);
    }

    /** Whether goyaml would read the unquoted text as this string. */
    private static boolean isString(String text) {
        return !text.isEmpty()
                && Scalars.plain(text).kind() == ScalarNode.Kind.STRING
                && !SPECIAL_FLOAT.matcher(text).matches()
                && !TIME.matcher(text).matches()
                && !BASE60.matcher(text).matches();
    }

    /** A float64 as its JSON text reads back: a whole number if it fits one. */
    private static String number(double value) {
        String json = GoJson.number(value);
        boolean whole = json.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        if (whole) {
            BigInteger integer = new BigInteger(json);
            if (integer.bitLength() < 64 || (integer.signum() > 0 && integer.bitLength() == 64)) {
                return integer.toString();
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
