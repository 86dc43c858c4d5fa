package dev.auditflow.gate.excerpt;

import dev.auditflow.manifest.Credentials;
import dev.auditflow.manifest.Place;
import dev.auditflow.render.OriginMap;
import dev.auditflow.render.Rendering;
import dev.auditflow.report.Excerpt;
import dev.auditflow.yaml.FaultKind;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A rendered file as it may be shown: whatever a Secret holds and whatever may be a credential is hidden. */
final class RenderedText {
    private static final int CONTEXT = 3;

    /** The fields of a Secret that are shown, and those of its metadata. */
    private static final Set<String> SHOWN = Set.of("apiVersion", "kind", "type", "immutable", "metadata");

    private static final Set<String> SHOWN_METADATA = Set.of("name", "namespace", "labels");

    private record Spot(int line, int column) {}

    private final String text;
    private final TextLines lines;
    private final OriginMap origins;
    private final boolean keysOnly;
    private final BitSet continued;
    private final BitSet hidden = new BitSet();
    private final Map<Spot, ScalarNode> scalars = new HashMap<>();

    RenderedText(Rendering.RenderedFile file) {
        this.text = file.text();
        this.lines = new TextLines(text);
        this.origins = file.origins();
        YamlReader.Parsed parsed = YamlReader.read(text);
        boolean unreadable = parsed.faults().stream().anyMatch(fault -> fault.kind() == FaultKind.UNREADABLE);
        this.keysOnly = unreadable && text.contains("Secret");
        this.continued = keysOnly ? Masks.continued(lines.all()) : new BitSet();
        parsed.documents().forEach(this::visit);
    }

    /** The lines around a place of this file. */
    Optional<Excerpt> around(Place place) {
        return Window.around(place, CONTEXT, lines.count(), this::line);
    }

    /** The text of the scalar whose key or item begins at this place; empty if there is none to be shown. */
    String shownAt(Place place) {
        ScalarNode scalar = scalars.get(new Spot(place.line(), place.column()));
        if (scalar == null || keysOnly || line(place.line()).contains(Masks.HIDDEN)) {
            return "";
        }
        Mark mark = scalar.mark();
        return hidden.get(mark.offset(), end(mark)).isEmpty() ? scalar.text() : "";
    }

    /** Lines of templates that wrote something hidden, by file. */
    Map<String, Set<Integer>> hiddenInTemplates() {
        Map<String, Set<Integer>> found = new HashMap<>();
        for (int from = hidden.nextSetBit(0); from >= 0; from = hidden.nextSetBit(hidden.nextClearBit(from))) {
            int to = Math.min(hidden.nextClearBit(from), text.length());
            for (OriginMap.Run run : origins.between(from, to)) {
                Set<Integer> numbers = found.computeIfAbsent(run.template(), _ -> new HashSet<>());
                numbers.add(run.line());
                if (run.text()) {
                    int first = lines.at(run.from());
                    for (int i = lines.at(Math.max(from, run.from())); i <= lines.at(Math.min(to, run.to())); i++) {
                        numbers.add(run.line() + i - first);
                    }
                }
            }
        }
        return found;
    }

    private String line(int number) {
        StringBuilder shown = new StringBuilder();
        boolean gap = false;
        for (int i = lines.from(number); i < lines.to(number); i++) {
            char c = text.charAt(i);
            boolean hide = hidden.get(i) && !(shown.toString().isBlank() && c == ' ');
            if (!hide) {
                shown.append(c);
            } else if (!gap) {
                shown.append(Masks.HIDDEN);
            }
            gap = hide;
        }
        String line = shown.toString();
        if (keysOnly && continued.get(number)) {
            return Masks.blank(line);
        }
        return keysOnly || Credentials.mayStandIn(line.replace(Masks.HIDDEN, "")) ? Masks.key(line) : line;
    }

    private void visit(Node node) {
        switch (node) {
            case MapNode map when map.string("kind").filter("Secret"::equals).isPresent() -> hideSecret(map);
            case MapNode map ->
                map.entries().forEach(entry -> visit(entry.value(), entry.keyMark(), Credentials.isNamed(map, entry)));
            case ListNode list -> {
                boolean flag = false;
                for (Node item : list.items()) {
                    visit(item, item.mark(), flag);
                    flag = Credentials.isFlag(item);
                }
            }
            case ScalarNode _ -> {
                // Its mapping or list has looked at it.
            }
        }
    }

    private void visit(Node value, Mark place, boolean hide) {
        if (!(value instanceof ScalarNode scalar)) {
            visit(value);
            return;
        }
        scalars.put(new Spot(place.line(), place.column()), scalar);
        boolean says = scalar.kind() != ScalarNode.Kind.NULL && scalar.kind() != ScalarNode.Kind.BOOLEAN;
        if (says && (hide || Credentials.mayStandIn(scalar.text()))) {
            hidden.set(scalar.mark().offset(), end(scalar.mark()));
        }
    }

    /** Hides all of it but its keys and what tells which one it is. */
    private void hideSecret(MapNode secret) {
        hidden.set(
                secret.mark().offset(),
                Math.max(end(secret.mark()), secret.mark().offset() + 1));
        for (MapNode.Entry entry : secret.entries()) {
            showKey(entry);
            if (SHOWN.contains(entry.key()) && entry.value() instanceof ScalarNode scalar) {
                show(scalar.mark());
                scalars.put(new Spot(entry.keyMark().line(), entry.keyMark().column()), scalar);
            } else if (entry.value() instanceof MapNode fields) {
                fields.entries().forEach(this::showKey);
                if (entry.key().equals("metadata")) {
                    fields.entries().stream()
                            .filter(field -> SHOWN_METADATA.contains(field.key()))
                            .forEach(field -> showAll(field.value()));
                }
            }
        }
    }

    private void showKey(MapNode.Entry entry) {
        show(entry.keyMark());
        int colon = end(entry.keyMark());
        if (colon < text.length() && text.charAt(colon) == ':') {
            hidden.clear(colon, Math.min(colon + 2, text.length()));
        }
    }

    private void showAll(Node node) {
        switch (node) {
            case ScalarNode scalar -> show(scalar.mark());
            case MapNode map ->
                map.entries().forEach(entry -> {
                    showKey(entry);
                    showAll(entry.value());
                });
            case ListNode list -> list.items().forEach(this::showAll);
        }
    }

    private void show(Mark mark) {
        hidden.clear(mark.offset(), end(mark));
    }

    /** The end of what is marked; of the line where the mark does not tell it. */
    private int end(Mark mark) {
        return mark.end() > mark.offset()
                ? Math.min(mark.end(), text.length())
                : Math.min(lines.to(lines.at(mark.offset())), text.length());
    }
}
