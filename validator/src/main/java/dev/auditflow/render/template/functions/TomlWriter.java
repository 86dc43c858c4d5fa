package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.FnContext;
import dev.auditflow.render.template.GoBytes;
import dev.auditflow.render.template.GoDuration;
import dev.auditflow.render.template.GoFloat;
import dev.auditflow.render.template.GoFormat;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.GoStruct;
import dev.auditflow.render.template.GoTime;
import dev.auditflow.render.template.GoTypes;
import dev.auditflow.render.template.Int;
import dev.auditflow.render.template.Sized;
import dev.auditflow.render.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints TOML as the Go library BurntSushi/toml does, which Helm uses. */
final class TomlWriter {
    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();

    private final FnContext context;
    private int counted;

    private TomlWriter(FnContext context) {
        this.context = context;
    }

    /** @throws TemplateException in the library's words for what TOML cannot say */
    static String write(FnContext context, @Nullable Object value) {
        if (value == null) {
            throw new TemplateException("reflect: call of reflect.Value.Type on zero Value");
        }
        TomlWriter writer = new TomlWriter(context);
        writer.encode(List.of(), value);
        return writer.out.toString();
    }

    /** Charges for what was written since it was called last. */
    private void charge() {
        context.produce(1L + out.length() - counted);
        counted = out.length();
    }

    private void encode(List<String> key, Object value) {
        charge();
        if (GoTypes.isNil(value)) {
            return;
        }
        if (isTable(value)) {
            table(key, value);
        } else if (value instanceof GoList list && isTableArray(list)) {
            tables(key, list);
        } else if (key.isEmpty()) {
            element(value);
        } else {
            out.append(INDENT.repeat(key.size() - 1))
                    .append(quotedKey(key.getLast()))
                    .append(" = ");
            element(value);
            out.append('\n');
        }
    }

    private void tables(List<String> key, GoList list) {
        if (key.isEmpty()) {
            throw new TemplateException("toml: top-level values must be Go maps or structs");
        }
        for (Object item : list.items()) {
            if (item != null && !GoTypes.isNil(item)) {
                newline();
                header(key, "[[", "]]");
                entries(key, item, false);
            }
        }
    }

    private void table(List<String> key, Object map) {
        if (key.size() == 1) {
            newline();
        }
        if (!key.isEmpty()) {
            header(key, "[", "]");
        }
        entries(key, map, false);
    }

    private void header(List<String> key, String open, String close) {
        out.append(INDENT.repeat(key.size() - 1)).append(open);
        out.append(key.stream().map(TomlWriter::quotedKey).collect(Collectors.joining(".")));
        out.append(close).append('\n');
    }

    private void newline() {
        if (!out.isEmpty()) {
            out.append('\n');
        }
    }

    /** What has no tables below comes first, since all that follows a table's header belongs to it. */
    private void entries(List<String> key, Object map, boolean inline) {
        List<String> plain = new ArrayList<>();
        List<String> nested = new ArrayList<>();
        for (String name : names(map)) {
            (isNested(child(map, name)) ? nested : plain).add(name);
        }
        out.append(inline ? "{" : "");
        entries(key, map, plain, inline, !nested.isEmpty());
        entries(key, map, nested, inline, false);
        out.append(inline ? "}" : "");
    }

    private void entries(List<String> key, Object map, List<String> names, boolean inline, boolean more) {
        for (int i = 0; i < names.size(); i++) {
            Object value = child(map, names.get(i));
            if (value == null || GoTypes.isNil(value)) {
                continue;
            }
            if (inline) {
                out.append(quotedKey(names.get(i))).append(" = ");
                element(value);
                out.append(more || i < names.size() - 1 ? ", " : "");
            } else {
                List<String> longer = new ArrayList<>(key);
                longer.add(names.get(i));
                encode(longer, value);
            }
        }
    }

    private static List<String> names(Object map) {
        return map instanceof GoMap entries ? entries.keys() : ((GoStruct) map).fieldNames();
    }

    private static @Nullable Object child(Object map, String name) {
        return map instanceof GoMap entries ? entries.get(name) : ((GoStruct) map).field(name);
    }

    private static boolean isTable(@Nullable Object value) {
        return value instanceof GoMap || value instanceof GoStruct;
    }

    private static boolean isNested(@Nullable Object value) {
        return (isTable(value) && !GoTypes.isNil(value)) || (value instanceof GoList list && isTableArray(list));
    }

    private static boolean isTableArray(GoList list) {
        boolean all = !list.isEmpty();
        for (Object item : list.items()) {
            if (item == null || GoTypes.isNil(item)) {
                throw new TemplateException("toml: cannot encode array with nil element");
            }
            boolean nested = item instanceof GoList inner && isTableArray(inner);
            all &= isTable(item) && !nested;
        }
        return all;
    }

    private void element(@Nullable Object value) {
        charge();
        switch (value) {
            case String text -> quoted(text);
            case Boolean bool -> out.append(bool);
            case Long number -> out.append(number);
            case Int number -> out.append(number);
            case Sized number -> out.append(number);
            case Double number -> out.append(number(number));
            case GoDuration duration -> quoted(GoFormat.print(duration));
            case GoTime time -> out.append(time(time));
            case GoBytes bytes -> list(octets(bytes));
            case GoList list -> list(list.items());
            case null -> throw new TemplateException("toml: cannot encode array with nil element");
            default -> {
                if (!isTable(value)) {
                    throw new TemplateException("unsupported type: " + GoTypes.kindOf(value));
                }
                entries(List.of(), value, true);
            }
        }
    }

    private static String time(GoTime time) {
        return time.format(
                switch (Objects.requireNonNullElse(time.fixedName(), "")) {
                    case TomlScalars.LOCAL_DATETIME -> "2006-01-02T15:04:05.999999999";
                    case TomlScalars.LOCAL_DATE -> "2006-01-02";
                    case TomlScalars.LOCAL_TIME -> "15:04:05.999999999";
                    default -> "2006-01-02T15:04:05.999999999Z07:00";
                });
    }

    private static List<Object> octets(GoBytes bytes) {
        List<Object> numbers = new ArrayList<>();
        for (int i = 0; i < bytes.size(); i++) {
            numbers.add((long) bytes.at(i));
        }
        return numbers;
    }

    private void list(List<? extends @Nullable Object> items) {
        out.append('[');
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            element(items.get(i));
        }
        out.append(']');
    }

    private static String number(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        String text = GoFloat.format(number);
        return text.contains("e") || text.contains(".") ? text : text + ".0";
    }

    /** A part of a key, in quotes where it needs them. */
    static String quotedKey(String key) {
        return key.matches("[A-Za-z0-9_-]+") ? key : "\"" + escaped(key) + "\"";
    }

    private void quoted(String text) {
        out.append('"').append(escaped(text)).append('"');
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                case '\b' -> escaped.append("\\b");
                case '\t' -> escaped.append("\\t");
                case '\n' -> escaped.append("\\n");
                case '\f' -> escaped.append("\\f");
                case '\r' -> escaped.append("\\r");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }
}
