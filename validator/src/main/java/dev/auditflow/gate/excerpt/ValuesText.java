package dev.auditflow.gate.excerpt;

import dev.auditflow.manifest.Credentials;
import dev.auditflow.manifest.Place;
import dev.auditflow.render.yaml.HelmYaml;
import dev.auditflow.render.yaml.UnreadableYaml;
import dev.auditflow.report.Excerpt;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A values file as it may be shown: its keys, and a value only where the rendering shows the same one. */
final class ValuesText {
    private static final int CONTEXT = 2;
    private static final Pattern STRUCTURE = Pattern.compile("[\\s-]*");

    /**
     * A line with a key or an item.
     *
     * @param shown its indent and key
     * @param written what follows the key; empty if nothing does
     * @param text the value of a scalar that stands on the line as a whole; empty if it may never be shown
     */
    private record Line(String shown, String written, String text) {
        String show(boolean value) {
            return written.isEmpty() ? shown : shown + " " + (value ? written : Masks.HIDDEN);
        }
    }

    private final String text;
    private final TextLines lines;
    private final Map<Integer, Line> known = new HashMap<>();

    ValuesText(String text) {
        this.text = text;
        this.lines = new TextLines(text);
        try {
            Node first = HelmYaml.first(text);
            if (first != null) {
                visit(first);
            }
        } catch (UnreadableYaml e) {
            // No line of it is known then, so none is shown.
            known.clear();
        }
    }

    /**
     * The lines around a place; empty if no key stands there.
     *
     * @param visible the text of the scalar that the rendering shows; empty if it shows none
     */
    Optional<Excerpt> around(Place place, String visible) {
        Line marked = known.get(place.line());
        if (marked == null) {
            return Optional.empty();
        }
        boolean shown = !marked.text().isEmpty() && visible.contains(marked.text());
        return Window.around(place, CONTEXT, lines.count(), number -> {
            Line line = known.get(number);
            return line == null
                    ? lines.line(number).replaceAll("\\S.*", Masks.HIDDEN)
                    : line.show(shown && number == place.line());
        });
    }

    private void visit(Node node) {
        switch (node) {
            case MapNode map ->
                map.entries().forEach(entry -> {
                    put(entry.keyMark(), ":", entry.value(), Credentials.isName(entry.key()));
                    visit(entry.value());
                });
            case ListNode list ->
                list.items().forEach(item -> {
                    if (item instanceof ScalarNode) {
                        put(new Mark(0, 0, item.mark().offset(), item.mark().offset()), "", item, false);
                    }
                    visit(item);
                });
            case ScalarNode _ -> {
                // It stands in a line of its mapping or list.
            }
        }
    }

    /** The first key of a line is shown, with nothing but the signs of lists before it. */
    private void put(Mark key, String colon, Node value, boolean credential) {
        int number = lines.at(key.offset());
        int to = lines.to(number);
        String before = text.substring(lines.from(number), key.offset());
        int end = Math.clamp(key.end(), key.offset(), to);
        boolean plain = STRUCTURE.matcher(before).matches();
        String shown = plain ? before + text.substring(key.offset(), end) + colon : before.replaceAll("\\S.*", "");
        boolean whole = value instanceof ScalarNode scalar
                && plain
                && scalar.mark().offset() >= end
                && scalar.mark().end() > scalar.mark().offset()
                && scalar.mark().end() <= to;
        String rest = text.substring(end, to).stripTrailing();
        String written = whole
                ? text.substring(value.mark().offset(), value.mark().end())
                : rest.equals(colon) ? "" : Masks.HIDDEN;
        boolean says = whole && !credential && !Credentials.mayStandIn(written);
        known.putIfAbsent(number, new Line(shown.stripTrailing(), written, says ? ((ScalarNode) value).text() : ""));
    }
}
