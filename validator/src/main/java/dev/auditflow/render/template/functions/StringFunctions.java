package dev.auditflow.render.template.functions;

import dev.auditflow.go.GoText;
import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.FnContext;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.TemplateException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sprig's string functions that look into the text. */
final class StringFunctions {
    /** Characters that are compared in the time of a step. */
    private static final int COMPARED_PER_STEP = 256;

    private static final String ONE = "func(string) string";
    private static final String TEST = "func(string, string) bool";

    private StringFunctions() {}

    static List<Fn> functions() {
        return List.of(
                new Fn("hello", "func() string", (c, a) -> "Hello!"),
                new Fn("upper", ONE, (c, a) -> GoRunes.map(text(a, 0), Character::toUpperCase)),
                new Fn("lower", ONE, (c, a) -> GoRunes.map(text(a, 0), Character::toLowerCase)),
                new Fn("contains", TEST, (c, a) -> {
                    search(c, text(a, 1), text(a, 0));
                    return text(a, 1).contains(text(a, 0));
                }),
                new Fn("hasPrefix", TEST, (c, a) -> text(a, 1).startsWith(text(a, 0))),
                new Fn("hasSuffix", TEST, (c, a) -> text(a, 1).endsWith(text(a, 0))),
                new Fn("replace", "func(string, string, string) string", (c, a) -> {
                    return replaced(c, text(a, 2), text(a, 0), text(a, 1));
                }),
                new Fn("repeat", "func(int, string) string", (c, a) -> {
                    return repeated(c, Casts.toLong(a.get(0)), text(a, 1));
                }),
                new Fn("substr", "func(int, int, string) string", (c, a) -> substring(a)),
                new Fn("plural", "func(string, string, int) string", (c, a) -> {
                    return Casts.toLong(a.get(2)) == 1 ? a.get(0) : a.get(1);
                }),
                new Fn("join", "func(string, interface {}) string", (c, a) -> {
                    return join(c, text(a, 0), Casts.toTexts(a.get(1)));
                }),
                new Fn("splitList", "func(string, string) []string", (c, a) -> {
                    return strings(split(c, text(a, 1), text(a, 0)));
                }),
                new Fn("split", "func(string, string) map[string]string", (c, a) -> {
                    return parts(split(c, text(a, 1), text(a, 0)));
                }),
                new Fn("splitn", "func(string, int, string) map[string]string", (c, a) -> splitn(c, a)),
                new Fn("sortAlpha", "func(interface {}) []string", (c, a) -> {
                    Object value = a.get(0);
                    List<String> sorted = new ArrayList<>(value == null ? List.of("<nil>") : Casts.toTexts(value));
                    sorted.sort(GoText::compare);
                    return value instanceof GoList list && list.isNil() ? GoList.nil("string") : strings(sorted);
                }),
                new Fn("toStrings", "func(interface {}) []string", (c, a) -> {
                    return a.get(0) instanceof GoList list && list.elementType().equals("string")
                            ? list
                            : strings(Casts.toTexts(a.get(0)));
                }));
    }

    static String text(List<@Nullable Object> args, int index) {
        return Casts.toText(args.get(index));
    }

    static GoList strings(List<String> texts) {
        return GoList.of("string", new ArrayList<@Nullable Object>(texts));
    }

    private static String replaced(FnContext context, String text, String old, String with) {
        if (!old.isEmpty()) {
            search(context, text, old);
            context.produce(text.length() + grown(text, old.length(), with.length()));
            return text.replace(old, with);
        }
        context.produce((text.length() + 1L) * (with.length() + 1L));
        StringBuilder out = new StringBuilder(with);
        for (int i = 0; i < text.length(); ) {
            int size = Character.charCount(text.codePointAt(i));
            out.append(text, i, i + size).append(with);
            i += size;
        }
        return out.toString();
    }

    /** How much longer a text can get when each part of a length is replaced by one of another. */
    private static long grown(String text, int old, int with) {
        return with <= old ? 0 : (long) (text.length() / old) * (with - old);
    }

    private static String repeated(FnContext context, long count, String text) {
        if (count < 0) {
            throw new TemplateException("strings: negative Repeat count");
        }
        if (text.isEmpty()) {
            return "";
        }
        context.produce(count > Integer.MAX_VALUE ? Long.MAX_VALUE : count * text.length());
        return text.repeat((int) count);
    }

    private static String join(FnContext context, String separator, List<String> texts) {
        long length = (long) separator.length() * texts.size();
        for (String text : texts) {
            length += text.length();
        }
        context.produce(length);
        return String.join(separator, texts);
    }

    private static String substring(List<@Nullable Object> args) {
        long start = Casts.toLong(args.get(0));
        long end = Casts.toLong(args.get(1));
        String text = text(args, 2);
        long length = GoText.length(text);
        if (start < 0) {
            return slice(text, 0, end, length);
        }
        if (end < 0 || end > length) {
            if (start > length) {
                throw new TemplateException("runtime error: slice bounds out of range [" + start + ":" + length + "]");
            }
            return slice(text, start, length, length);
        }
        return slice(text, start, end, length);
    }

    /** Go's {@code text[start:end]}. */
    private static String slice(String text, long start, long end, long length) {
        if (end < 0) {
            throw new TemplateException("runtime error: slice bounds out of range [:" + end + "]");
        }
        if (end > length) {
            throw new TemplateException(
                    "runtime error: slice bounds out of range [:" + end + "] with length " + length);
        }
        if (start > end) {
            throw new TemplateException("runtime error: slice bounds out of range [" + start + ":" + end + "]");
        }
        return GoText.slice(text, (int) start, (int) end);
    }

    /** A text that nearly matches everywhere is compared to the end at each of its places. */
    private static void search(FnContext context, String text, String part) {
        context.step((long) text.length() * part.length() / COMPARED_PER_STEP);
    }

    private static List<String> split(FnContext context, String text, String separator) {
        search(context, text, separator);
        if (separator.isEmpty()) {
            context.hold(text.length());
            return text.codePoints().mapToObj(Character::toString).toList();
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            context.hold(1);
            context.produce(at - from);
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static GoMap splitn(FnContext context, List<@Nullable Object> args) {
        long most = Casts.toLong(args.get(1));
        List<String> all = split(context, text(args, 2), text(args, 0));
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
