package dev.auditflow.provenance;

import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file with a small change at a place that an origin names.
 *
 * @param line the place, for messages
 */
record Mutant(Path file, String line, String text) {
    private static final String MARK = "Zq";
    private static final Pattern FIELD = Pattern.compile("[$.][\\w.]*");
    private static final Pattern WORD = Pattern.compile("[A-Za-z]\\w*");
    private static final Pattern SIMPLE_KEY = Pattern.compile("[\\w.-]+");

    /** What something gives while the change is there. */
    <T> T render(Supplier<T> what) throws IOException {
        String original = Files.readString(file);
        Files.writeString(file, text);
        try {
            return what.get();
        } finally {
            Files.writeString(file, original);
        }
    }

    /**
     * Templates with another text at the place: in place of the constant, field or function that stands there, or before
     * it. One that is not there gives none.
     */
    static List<Mutant> ofTemplate(Place place) throws IOException {
        Path file = Path.of(place.file());
        if (place.line() == 0 || !Files.isRegularFile(file)) {
            return List.of();
        }
        String text = Files.readString(file);
        int at = offset(text, place.line()) + place.column() - 1;
        int open = text.lastIndexOf("{{", at);
        boolean inside = open > text.lastIndexOf("}}", Math.max(0, at - 1)) && !text.startsWith("{{", at);
        List<Change> changes = new ArrayList<>();
        if (inside) {
            inAction(text, at).ifPresent(changes::add);
        }
        int before = inside ? open : at;
        changes.add(new Change(before, before, MARK));
        return changes.stream()
                .map(change -> new Mutant(
                        file, place + ":" + place.column(), spliced(text, change.from(), change.to(), change.with())))
                .toList();
    }

    private static Optional<Change> inAction(String text, int place) {
        // Go's place of a chain of fields is its second one.
        int at = place;
        while (text.charAt(place) == '.' && isOfField(text.charAt(at - 1))) {
            at--;
        }
        char first = text.charAt(at);
        Matcher field = FIELD.matcher(text).region(at, text.length());
        Matcher word = WORD.matcher(text).region(at, text.length());
        if (first == '"' || first == '`') {
            return Optional.of(new Change(at + 1, at + 1, MARK));
        }
        if (Character.isDigit(first)) {
            return Optional.of(new Change(at, at, "1"));
        }
        if (field.lookingAt()) {
            return Optional.of(new Change(at, field.end(), '"' + MARK + '"'));
        }
        return word.lookingAt() ? Optional.of(new Change(at, word.end(), "cat \"" + MARK + "\"")) : Optional.empty();
    }

    private static boolean isOfField(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '$' || c == '_';
    }

    /** The values file with another value, or another key for a block, on the line; empty when that cannot be done. */
    static Optional<Mutant> ofValue(Origin.ValueOrigin value) throws IOException {
        Path file = Path.of(value.place().file());
        if (value.place().line() == 0
                || !Files.isRegularFile(file)
                || !file.toString().matches(".*\\.ya?ml")) {
            return Optional.empty();
        }
        String text = Files.readString(file);
        List<Node> documents = YamlReader.read(text).documents();
        List<Change> changes = new ArrayList<>();
        if (!documents.isEmpty()) {
            collect(documents.getFirst(), "", text, value, changes);
        }
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Mutant(
                        file,
                        value.place() + " " + value.key(),
                        spliced(
                                text,
                                changes.getLast().from(),
                                changes.getLast().to(),
                                changes.getLast().with())));
    }

    private record Change(int from, int to, String with) {}

    /** Changes of what stands on the line under a key that ends as the origin's does. */
    private static void collect(Node node, String path, String text, Origin.ValueOrigin value, List<Change> changes) {
        int line = value.place().line();
        switch (node) {
            case MapNode map -> {
                if (map.entries().isEmpty() && map.mark().line() == line && ends(value, path)) {
                    changes.add(new Change(map.mark().offset(), map.mark().end(), "{zq: 1}"));
                }
                for (MapNode.Entry entry : map.entries()) {
                    String key = path.isEmpty() ? entry.key() : path + "." + entry.key();
                    boolean block = isBlock(entry.value());
                    Mark mark = entry.keyMark();
                    if (block
                            && mark.line() == line
                            && ends(value, key)
                            && SIMPLE_KEY.matcher(entry.key()).matches()) {
                        boolean quoted = "\"'".indexOf(text.charAt(mark.offset())) >= 0;
                        int at = mark.offset() + (quoted ? 1 : 0);
                        changes.add(new Change(at, at, MARK));
                    }
                    collect(entry.value(), key, text, value, changes);
                }
            }
            case ListNode list -> {
                if (list.items().isEmpty() && list.mark().line() == line && ends(value, path)) {
                    changes.add(new Change(list.mark().offset(), list.mark().end(), "[zq]"));
                }
                for (int i = 0; i < list.items().size(); i++) {
                    collect(list.items().get(i), path + "[" + i + "]", text, value, changes);
                }
            }
            case ScalarNode scalar -> {
                if (scalar.mark().line() == line && ends(value, path)) {
                    changes.add(change(scalar, text));
                }
            }
        }
    }

    private static boolean isBlock(Node node) {
        return switch (node) {
            case MapNode map -> !map.entries().isEmpty();
            case ListNode list -> !list.items().isEmpty();
            case ScalarNode _ -> false;
        };
    }

    private static boolean ends(Origin.ValueOrigin value, String path) {
        return value.key().equals(path) || value.key().endsWith("." + path);
    }

    private static Change change(ScalarNode scalar, String text) {
        Mark mark = scalar.mark();
        return switch (scalar.kind()) {
            case BOOLEAN -> new Change(mark.offset(), mark.end(), scalar.text().equals("true") ? "false" : "true");
            case INTEGER, FLOAT -> new Change(mark.offset(), mark.offset(), "1");
            case NULL -> new Change(mark.offset(), mark.end(), " " + MARK);
            case STRING -> {
                int at = mark.offset();
                char first = text.charAt(at);
                if (first == '|' || first == '>') {
                    at = text.indexOf('\n', at) + 1;
                    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                        at++;
                    }
                } else if (first == '"' || first == '\'') {
                    at++;
                }
                yield new Change(at, at, MARK);
            }
        };
    }

    private static int offset(String text, int line) {
        int at = 0;
        for (int i = 1; i < line; i++) {
            at = text.indexOf('\n', at) + 1;
        }
        return at;
    }

    private static String spliced(String text, int from, int to, String with) {
        return text.substring(0, from) + with + text.substring(to);
    }
}
