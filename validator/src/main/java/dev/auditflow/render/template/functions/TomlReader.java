package dev.auditflow.render.template.functions;

import dev.auditflow.go.GoQuote;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.TemplateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads TOML 1.1 into the values that the Go library BurntSushi/toml gives, with the wording of its errors. */
final class TomlReader {
    private static final int MAX_DEPTH = 1_000;

    private final TomlCursor in;
    private final Table root = new Table(false);
    private Table current = root;
    private List<String> prefix = List.of();
    private String lastKey = "";

    private TomlReader(String text) {
        this.in = new TomlCursor(text);
    }

    /** A table under construction; an implicit one was named only as part of a longer key, and may be opened once. */
    private static final class Table {
        private final Map<String, Object> entries = new HashMap<>();
        private boolean implicit;
        private boolean closed;

        Table(boolean implicit) {
            this.implicit = implicit;
        }

        GoMap toMap() {
            GoMap map = new GoMap();
            entries.forEach((key, value) -> map.put(key, plain(value)));
            return map;
        }

        private static Object plain(Object value) {
            return switch (value) {
                case Table table -> table.toMap();
                case Tables tables ->
                    GoList.of(
                            GoMap.ANY, tables.list().stream().map(Table::toMap).toList());
                case List<?> list ->
                    GoList.of(list.stream().map(item -> plain((Object) item)).toList());
                default -> value;
            };
        }
    }

    private record Tables(List<Table> list) {}

    /** @throws TemplateException in the library's words for what is no TOML */
    static GoMap read(String text) {
        TomlReader reader = new TomlReader(text);
        try {
            reader.document();
        } catch (TemplateException e) {
            String key = reader.lastKey.isEmpty() ? "" : " (last key " + GoQuote.quote(reader.lastKey) + ")";
            throw new TemplateException("toml: line " + reader.in.line() + key + ": " + e.text());
        }
        return reader.root.toMap();
    }

    private void document() {
        while (in.skipToContent()) {
            if (in.peek() == '[') {
                header();
            } else {
                pair(current, prefix, 0);
                lastKey = path(prefix, prefix.size());
            }
            in.endOfItem();
        }
    }

    private void header() {
        in.take();
        boolean array = in.takeIf('[');
        List<String> key = new ArrayList<>();
        do {
            in.skipBlank();
            key.add(in.keyPart("table"));
            in.skipBlank();
        } while (in.takeIf('.'));
        if (in.peek() != ']') {
            throw new TemplateException(
                    "expected '.' or ']' to end table name, but got " + in.quotedPeek() + " instead");
        }
        in.take();
        if (array && !in.takeIf(']')) {
            throw new TemplateException(
                    "expected end of table array name delimiter ']', but got " + in.quotedPeek() + " instead");
        }
        Table parent = root;
        for (int i = 0; i < key.size() - 1; i++) {
            parent = inner(parent, key, i, true);
        }
        lastKey = path(key, key.size() - 1);
        current = array ? added(parent, key) : opened(parent, key);
        prefix = List.copyOf(key);
        lastKey = path(key, key.size());
    }

    private static String path(List<String> key, int parts) {
        return key.subList(0, parts).stream().map(TomlWriter::quotedKey).collect(Collectors.joining("."));
    }

    /** The table that a part of a longer key names. */
    private Table inner(Table parent, List<String> key, int part, boolean header) {
        Object found = parent.entries.get(key.get(part));
        return switch (found) {
            case null -> {
                Table table = new Table(true);
                parent.entries.put(key.get(part), table);
                yield table;
            }
            case Table table when !table.closed && (header || table.implicit) -> table;
            case Tables tables when header -> tables.list().getLast();
            default ->
                throw new TemplateException(
                        header
                                ? "Key '%s' was already created as a hash.".formatted(path(key, part + 1))
                                : "Key '%s' has already been defined.".formatted(path(key, part + 1)));
        };
    }

    private static Table opened(Table parent, List<String> key) {
        Object found = parent.entries.get(key.getLast());
        if (found == null) {
            Table table = new Table(false);
            parent.entries.put(key.getLast(), table);
            return table;
        }
        if (found instanceof Table table && table.implicit && !table.closed) {
            table.implicit = false;
            return table;
        }
        throw new TemplateException("Key '%s' has already been defined.".formatted(path(key, key.size())));
    }

    private static Table added(Table parent, List<String> key) {
        Object found = parent.entries.computeIfAbsent(key.getLast(), name -> new Tables(new ArrayList<>()));
        if (!(found instanceof Tables tables)) {
            throw new TemplateException(
                    "Key '%s' was already created and cannot be used as an array.".formatted(path(key, key.size())));
        }
        Table table = new Table(false);
        tables.list().add(table);
        return table;
    }

    private void pair(Table into, List<String> outer, int depth) {
        List<String> key = new ArrayList<>(outer);
        do {
            in.skipBlank();
            key.add(in.keyPart("key"));
            in.skipBlank();
        } while (in.takeIf('.'));
        if (in.peek() != '=') {
            throw new TemplateException(in.separatorMissing());
        }
        in.take();
        in.skipBlank();
        lastKey = path(key, key.size());
        Table parent = into;
        for (int i = outer.size(); i < key.size() - 1; i++) {
            parent = inner(parent, key, i, false);
        }
        Object value = value(key, depth);
        lastKey = path(key, key.size());
        if (parent.entries.putIfAbsent(key.getLast(), value) != null) {
            throw new TemplateException("Key '%s' has already been defined.".formatted(path(key, key.size())));
        }
    }

    private Object value(List<String> key, int depth) {
        if (depth > MAX_DEPTH) {
            throw new TemplateException("values are nested too deeply");
        }
        return switch (in.peek()) {
            case '[' -> array(key, depth + 1);
            case '{' -> inline(key, depth + 1);
            case '"', '\'' -> in.string(true);
            default -> TomlScalars.read(in.word());
        };
    }

    private List<Object> array(List<String> key, int depth) {
        in.take();
        List<Object> items = new ArrayList<>();
        while (true) {
            in.skipSpace();
            if (in.takeIf(']')) {
                return items;
            }
            if (in.peek() == ',') {
                throw new TemplateException("unexpected comma");
            }
            items.add(value(key, depth));
            in.skipSpace();
            if (!in.takeIf(',') && in.peek() != ']') {
                throw new TemplateException(
                        "expected a comma (',') or array terminator (']'), but got " + in.runeOrEnd());
            }
        }
    }

    private Table inline(List<String> key, int depth) {
        in.take();
        Table table = new Table(true);
        while (true) {
            in.skipSpace();
            if (in.takeIf('}')) {
                table.implicit = false;
                table.closed = true;
                return table;
            }
            if (in.peek() == ',') {
                throw new TemplateException("unexpected comma");
            }
            pair(table, key, depth);
            in.skipSpace();
            if (!in.takeIf(',') && in.peek() != '}') {
                throw new TemplateException(
                        "expected a comma or an inline table terminator '}', but got " + in.runeOrEnd() + " instead");
            }
        }
    }
}
