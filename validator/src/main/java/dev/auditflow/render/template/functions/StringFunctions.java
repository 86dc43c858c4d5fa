package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.GoText;
import dev.auditflow.render.template.TemplateException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sprig's string functions that look into the text. */
final class StringFunctions {
    private static final String ONE = "func(string) string";
    private static final String TEST = "func(string, string) bool";

    private StringFunctions() {}

    static List<Fn> functions() {
        return List.of(
                new Fn("upper", ONE, (c, a) -> text(a, 0).toUpperCase(Locale.ROOT)),
                new Fn("lower", ONE, (c, a) -> text(a, 0).toLowerCase(Locale.ROOT)),
                new Fn("title", ONE, (c, a) -> title(text(a, 0), true)),
                new Fn("untitle", ONE, (c, a) -> title(text(a, 0), false)),
                new Fn("nospace", ONE, (c, a) -> text(a, 0).replaceAll("\\s", "")),
                new Fn("contains", TEST, (c, a) -> text(a, 1).contains(text(a, 0))),
                new Fn("hasPrefix", TEST, (c, a) -> text(a, 1).startsWith(text(a, 0))),
                new Fn("hasSuffix", TEST, (c, a) -> text(a, 1).endsWith(text(a, 0))),
                new Fn("replace", "func(string, string, string) string", (c, a) -> {
                    String replaced = text(a, 2).replace(text(a, 0), text(a, 1));
                    c.produce(replaced.length());
                    return replaced;
                }),
                new Fn("repeat", "func(int, string) string", (c, a) -> {
                    long count = Casts.toLong(a.get(0));
                    if (count < 0) {
                        throw new TemplateException("strings: negative Repeat count");
                    }
                    c.produce(Math.multiplyExact(Math.min(count, Integer.MAX_VALUE), (long)
                            text(a, 1).length()));
                    return text(a, 1).repeat((int) Math.min(count, Integer.MAX_VALUE));
                }),
                new Fn("substr", "func(int, int, string) string", (c, a) -> substring(a)),
                new Fn("join", "func(string, interface {}) string", (c, a) -> {
                    return String.join(text(a, 0), Casts.toTexts(a.get(1)));
                }),
                new Fn("splitList", "func(string, string) []string", (c, a) -> strings(split(text(a, 1), text(a, 0)))),
                new Fn("split", "func(string, string) map[string]string", (c, a) -> {
                    return parts(split(text(a, 1), text(a, 0)));
                }),
                new Fn("splitn", "func(string, int, string) map[string]string", (c, a) -> splitn(a)),
                new Fn("sortAlpha", "func(interface {}) []string", (c, a) -> {
                    List<String> sorted = new ArrayList<>(Casts.toTexts(a.get(0)));
                    sorted.sort(GoText::compare);
                    return strings(sorted);
                }),
                new Fn("toStrings", "func(interface {}) []string", (c, a) -> strings(Casts.toTexts(a.get(0)))));
    }

    static String text(List<@Nullable Object> args, int index) {
        return Casts.toText(args.get(index));
    }

    static GoList strings(List<String> texts) {
        return GoList.of("string", new ArrayList<@Nullable Object>(texts));
    }

    /** Changes the case of the first letter of each word. */
    private static String title(String text, boolean upper) {
        StringBuilder out = new StringBuilder();
        boolean start = true;
        for (int c : text.codePoints().toArray()) {
            int changed = upper ? Character.toTitleCase(c) : Character.toLowerCase(c);
            out.appendCodePoint(start ? changed : c);
            start = upper ? !Character.isLetterOrDigit(c) && c != '_' && c != '\'' : Character.isWhitespace(c);
        }
        return out.toString();
    }

    private static String substring(List<@Nullable Object> args) {
        long start = Casts.toLong(args.get(0));
        long end = Casts.toLong(args.get(1));
        String text = text(args, 2);
        int length = GoText.length(text);
        if (start < 0) {
            return GoText.slice(text, 0, Math.clamp(end, 0, length));
        }
        if (end < 0 || end > length) {
            return GoText.slice(text, (int) Math.min(start, length), length);
        }
        if (start > end) {
            throw new TemplateException("runtime error: slice bounds out of range [%d:%d]".formatted(start, end));
        }
        return GoText.slice(text, (int) start, (int) end);
    }

    private static List<String> split(String text, String separator) {
        if (separator.isEmpty()) {
            return text.codePoints().mapToObj(Character::toString).toList();
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static GoMap splitn(List<@Nullable Object> args) {
        long most = Casts.toLong(args.get(1));
        List<String> all = split(text(args, 2), text(args, 0));
        if (most == 0) {
            return parts(Collections.emptyList());
        }
        if (most < 0 || all.size() <= most) {
            return parts(all);
        }
        List<String> parts = new ArrayList<>(all.subList(0, (int) most - 1));
        parts.add(String.join(text(args, 0), all.subList((int) most - 1, all.size())));
        return parts(parts);
    }

    private static GoMap parts(List<String> parts) {
        GoMap map = new GoMap("map[string]string", "string");
        for (int i = 0; i < parts.size(); i++) {
            map.put("_" + i, parts.get(i));
        }
        return map;
    }
}
