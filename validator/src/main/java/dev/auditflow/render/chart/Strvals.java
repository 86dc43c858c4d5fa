package dev.auditflow.render.chart;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parses one expression of a {@code --set} flag into a values tree; grammar and messages are Helm's. */
final class Strvals {
    private static final int MAX_INDEX = 65_536;
    private static final int MAX_NESTING = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How the text after {@code =} is read. */
    enum Mode {
        TYPED,
        STRING,
        FILE,
        JSON,
        LITERAL
    }

    /** The expression is not one. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /** Reads the file named after {@code =}. */
    interface FileReader {
        String read(String path) throws Malformed;
    }

    private record Token(String text, int stop) {
        boolean atEnd() {
            return stop < 0;
        }
    }

    private final Mode mode;
    private final String flag;
    private final String text;
    private final FileReader files;
    private int position;

    Strvals(Mode mode, String flag, String text, FileReader files) {
        this.mode = mode;
        this.flag = flag;
        this.text = text;
        this.files = files;
    }

    void into(Map<String, Val> values) throws Malformed {
        boolean more = true;
        while (more) {
            more = key(values, "", 0);
        }
    }

    /** Reads one key and its value; false at the end of the text. */
    private boolean key(Map<String, Val> data, String path, int level) throws Malformed {
        Token key = until(mode == Mode.LITERAL ? "=[." : "=[,.");
        String name = key.text();
        if (key.atEnd()) {
            if (name.isEmpty()) {
                return false;
            }
            throw new Malformed("key %s has no value".formatted(quoted(name)));
        }
        String here = path.isEmpty() ? name : path + "." + name;
        return switch (key.stop()) {
            case '[' -> {
                int index = index();
                List<Val> list = new ArrayList<>(list(data.get(name)));
                try {
                    yield item(list, index, here, level);
                } finally {
                    set(data, name, list, here);
                }
            }
            case '=' -> value(data, name, here);
            case ',' -> {
                set(data, name, "", here);
                throw new Malformed("key %s has no value (cannot end with ,)".formatted(quoted(name)));
            }
            default -> nested(data, name, here, level + 1);
        };
    }

    private boolean nested(Map<String, Val> data, String name, String here, int level) throws Malformed {
        if (level > MAX_NESTING) {
            throw new Malformed(
                    "value name nested level is greater than maximum supported nested level of " + MAX_NESTING);
        }
        Map<String, Val> inner = table(data.get(name));
        boolean more;
        try {
            more = key(inner, here, level);
        } finally {
            if (!inner.isEmpty()) {
                set(data, name, inner, here);
            }
        }
        if (more && inner.isEmpty()) {
            throw new Malformed("key map %s has no value".formatted(quoted(name)));
        }
        return more;
    }

    private boolean value(Map<String, Val> data, String name, String here) throws Malformed {
        boolean more = position < text.length() || mode == Mode.JSON || mode == Mode.LITERAL;
        set(data, name, anyValue(here), here);
        return more;
    }

    private @Nullable Object anyValue(String here) throws Malformed {
        if (mode == Mode.LITERAL) {
            String rest = text.substring(position);
            position = text.length();
            return rest;
        }
        if (mode == Mode.JSON) {
            return json(here);
        }
        if (position >= text.length()) {
            return "";
        }
        return text.charAt(position) == '{' ? braces(here) : typed(until(",").text());
    }

    /** Reads what follows {@code name[index]}; false at the end of the text. */
    private boolean item(List<Val> list, int index, String path, int level) throws Malformed {
        if (index < 0) {
            throw new Malformed("negative %d index not allowed".formatted(index));
        }
        String here = path + "[" + index + "]";
        Token token = until("[.=");
        if (!token.text().isEmpty()) {
            throw new Malformed("unexpected data at end of array index: " + runes(token.text()));
        }
        return switch (token.stop()) {
            case -1 -> false;
            case '=' -> {
                setIndex(list, index, anyValue(here), here);
                yield true;
            }
            case '[' -> {
                int next = index();
                Val existing = list.size() > index ? list.get(index) : Val.NULL;
                List<Val> inner = new ArrayList<>(existing.isNull() ? List.of() : list(existing));
                boolean more = item(inner, next, here, level);
                if (more) {
                    setIndex(list, index, inner, here);
                }
                yield more;
            }
            default -> {
                Map<String, Val> inner = Val.newTable();
                if (list.size() > index && list.get(index).isTable()) {
                    inner = list.get(index).entries();
                } else if (list.size() > index) {
                    list.set(index, new Val(inner, by(here)));
                }
                boolean more = key(inner, here, level);
                if (more) {
                    setIndex(list, index, inner, here);
                }
                yield more;
            }
        };
    }

    private void setIndex(List<Val> list, int index, @Nullable Object value, String here) throws Malformed {
        if (index > MAX_INDEX) {
            throw new Malformed(
                    "index of %d is greater than maximum supported index of %d".formatted(index, MAX_INDEX));
        }
        while (list.size() <= index) {
            list.add(Val.NULL);
        }
        list.set(index, new Val(value, by(here)));
    }

    private int index() throws Malformed {
        Token token = until("]");
        if (token.atEnd()) {
            throw new Malformed("error parsing index: EOF");
        }
        try {
            return Integer.parseInt(token.text());
        } catch (NumberFormatException e) {
            throw new Malformed(
                    "error parsing index: strconv.Atoi: parsing %s: invalid syntax".formatted(quoted(token.text())));
        }
    }

    private List<Val> braces(String here) throws Malformed {
        position++;
        List<Val> list = new ArrayList<>();
        while (true) {
            Token token = until(",}");
            if (token.atEnd()) {
                throw new Malformed("list must terminate with '}'");
            }
            list.add(new Val(typed(token.text()), by(here + "[" + list.size() + "]")));
            if (token.stop() == '}') {
                if (position < text.length() && text.charAt(position) == ',') {
                    position++;
                }
                return list;
            }
        }
    }

    private @Nullable Object typed(String value) throws Malformed {
        if (mode == Mode.FILE) {
            return files.read(value);
        }
        if (mode == Mode.STRING) {
            return value;
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> number(value);
        };
    }

    private static Object number(String value) {
        boolean digits = value.matches("[+-]?[0-9]{1,19}");
        if (value.equals("0") || (digits && value.charAt(0) != '0')) {
            try {
                return Long.valueOf(value);
            } catch (NumberFormatException e) {
                return value;
            }
        }
        return value;
    }

    private @Nullable Object json(String here) throws Malformed {
        if (blankOrComma()) {
            return null;
        }
        try (JsonParser parser = JSON.createParser(text.substring(position))) {
            JsonNode node = JSON.readTree(parser);
            position += (int) parser.currentLocation().getCharOffset();
            blankOrComma();
            return ValuesJson.read(node, flag, here).data();
        } catch (IOException e) {
            throw new Malformed("the value of %s is not JSON".formatted(here));
        }
    }

    /** Skips blanks; true after a comma or at the end of the text. */
    private boolean blankOrComma() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == ',') {
                position++;
                return true;
            }
            if (!Character.isWhitespace(c)) {
                return false;
            }
            position++;
        }
        return true;
    }

    private Token until(String stops) {
        StringBuilder token = new StringBuilder();
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (stops.indexOf(c) >= 0) {
                return new Token(token.toString(), c);
            }
            if (c != '\\' || mode == Mode.LITERAL) {
                token.append(c);
            } else if (position < text.length()) {
                token.append(text.charAt(position++));
            }
        }
        return new Token(token.toString(), -1);
    }

    private void set(Map<String, Val> data, String name, @Nullable Object value, String here) {
        if (!name.isEmpty()) {
            data.put(name, new Val(value, by(here)).over(data.get(name)));
        }
    }

    private Val.SetBy by(String path) {
        return new Val.SetBy(flag, 0, path, "");
    }

    private static Map<String, Val> table(@Nullable Val value) throws Malformed {
        if (value == null) {
            return Val.newTable();
        }
        if (!value.isTable()) {
            throw panic(value, "map[string]interface {}");
        }
        return value.entries();
    }

    private static List<Val> list(@Nullable Val value) throws Malformed {
        if (value == null) {
            return List.of();
        }
        if (!value.isList()) {
            throw panic(value, "[]interface {}");
        }
        return value.items();
    }

    private static Malformed panic(Val value, String wanted) {
        return new Malformed("unable to parse key: interface conversion: interface {} is %s, not %s"
                .formatted(value.goType(), wanted));
    }

    private static String runes(String text) {
        return text.codePoints()
                .mapToObj(c -> "'" + Character.toString(c) + "'")
                .collect(Collectors.joining(" ", "[", "]"));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
