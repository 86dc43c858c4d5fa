package dev.auditflow.diff;

import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Changes as lines that people read: the field, what it was, what it is. */
public final class ChangeLines {
    private static final int CONTEXT = 2;
    private static final int WIDEST = 200;
    private static final int AROUND = 60;

    private final List<Line> lines = new ArrayList<>();
    private String head = "";

    private ChangeLines() {}

    /** What a line says. */
    public enum Sign {
        FIELD("@@ "),
        BEFORE("- "),
        AFTER("+ "),
        BOTH("  "),
        NOTE("! ");

        private final String text;

        Sign(String text) {
            this.text = text;
        }
    }

    /** One line. It prints as a diff has it: {@code + image: nginx}. */
    public record Line(Sign sign, String text) {
        @Override
        public String toString() {
            return (sign.text + text).stripTrailing() + (sign == Sign.FIELD ? " @@" : "");
        }
    }

    /** The lines of an object: its changes, or all of it if it is there on one side only. */
    public static List<Line> of(ObjectChange change) {
        ChangeLines all = new ChangeLines();
        switch (change) {
            case ObjectChange.Added added -> all.yaml(Sign.AFTER, added.after().root());
            case ObjectChange.Removed removed ->
                all.yaml(Sign.BEFORE, removed.before().root());
            case ObjectChange.Changed changed -> changed.changes().forEach(all::change);
        }
        return List.copyOf(all.lines);
    }

    /** The lines of changes of fields. */
    public static List<Line> of(List<Change> changes) {
        ChangeLines all = new ChangeLines();
        changes.forEach(all::change);
        return List.copyOf(all.lines);
    }

    /** The first lines, and how many more there are. */
    public static List<Line> first(List<Line> lines, int most) {
        if (lines.size() <= most) {
            return lines;
        }
        List<Line> some = new ArrayList<>(lines.subList(0, most));
        some.add(new Line(Sign.NOTE, "… %d more lines".formatted(lines.size() - most)));
        return some;
    }

    private void change(Change change) {
        boolean unnamed = !change.trail().isRoot() && change.trail().steps().getLast() instanceof Trail.Step.Index;
        switch (change) {
            case Change.Added added -> {
                head(change.trail(), unnamed);
                yaml(Sign.AFTER, unnamed ? item(added.after()) : added.after());
            }
            case Change.Removed removed -> {
                head(change.trail(), unnamed);
                yaml(Sign.BEFORE, unnamed ? item(removed.before()) : removed.before());
            }
            case Change.Replaced replaced -> {
                head(change.trail(), false);
                replaced(replaced.before(), replaced.after());
            }
            case Change.Reordered order -> {
                head(change.trail(), false);
                lines.add(new Line(Sign.NOTE, "other order: " + words(order.before()) + " → " + words(order.after())));
            }
        }
    }

    private void head(Trail trail, boolean unnamed) {
        Trail shown = unnamed ? new Trail(trail.steps().subList(0, trail.steps().size() - 1)) : trail;
        String text = shown.isRoot() ? "(all)" : shown.toString();
        if (!text.equals(head)) {
            lines.add(new Line(Sign.FIELD, text));
            head = text;
        }
    }

    private static Node item(Node node) {
        return new ListNode(List.of(node), node.mark());
    }

    private void yaml(Sign sign, Node node) {
        YamlWriter.write(node).lines().forEach(line -> lines.add(new Line(sign, cut(line, 0))));
    }

    private void replaced(Node before, Node after) {
        if (before instanceof ScalarNode was && after instanceof ScalarNode is) {
            if (was.text().indexOf('\n') >= 0 || is.text().indexOf('\n') >= 0) {
                text(was.text(), is.text());
                return;
            }
            String old = YamlWriter.write(was).strip();
            String now = YamlWriter.write(is).strip();
            int same = common(old, now);
            lines.add(new Line(Sign.BEFORE, cut(old, same)));
            lines.add(new Line(Sign.AFTER, cut(now, same)));
            return;
        }
        yaml(Sign.BEFORE, before);
        yaml(Sign.AFTER, after);
    }

    private void text(String before, String after) {
        boolean ended = before.endsWith("\n");
        boolean ends = after.endsWith("\n");
        if (ended != ends) {
            lines.add(new Line(Sign.NOTE, ends ? "ends with a line end now" : "does not end with a line end any more"));
        }
        for (TextDiff.Line line : TextDiff.of(withoutEnd(before), withoutEnd(after), CONTEXT)) {
            switch (line.side()) {
                case BOTH -> lines.add(new Line(Sign.BOTH, cut(line.text(), 0)));
                case BEFORE -> lines.add(new Line(Sign.BEFORE, cut(withEnd(line.text()), 0)));
                case AFTER -> lines.add(new Line(Sign.AFTER, cut(withEnd(line.text()), 0)));
                case LEFT_OUT ->
                    lines.add(new Line(
                            Sign.BOTH,
                            "… %s equal line%s"
                                    .formatted(line.text(), line.text().equals("1") ? "" : "s")));
            }
        }
    }

    private static String withoutEnd(String text) {
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    /** Blanks at the end of a line can be the only difference. */
    private static String withEnd(String line) {
        String text = line.stripTrailing();
        return text + line.substring(text.length()).replace(' ', '·').replace('\t', '→');
    }

    private static int common(String one, String other) {
        int same = 0;
        while (same < Math.min(one.length(), other.length()) && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        return same;
    }

    /** A long line around what differs. */
    private static String cut(String line, int from) {
        if (line.length() <= WIDEST) {
            return line;
        }
        int start = Math.max(0, from - AROUND);
        int end = Math.min(line.length(), start + WIDEST);
        int left = line.length() - end;
        return (start > 0 ? "…" : "")
                + line.substring(start, end)
                + (left > 0 ? "… (%,d more characters)".formatted(left) : "");
    }

    private static String words(ListNode list) {
        return list.items().stream().map(ChangeLines::word).collect(Collectors.joining(", "));
    }

    private static String word(Node item) {
        return switch (item) {
            case ScalarNode scalar -> cut(scalar.text(), 0);
            case MapNode map ->
                map.get("name")
                        .or(() -> map.entries().stream()
                                .map(MapNode.Entry::value)
                                .filter(ScalarNode.class::isInstance)
                                .findFirst())
                        .map(ChangeLines::word)
                        .orElse("{…}");
            case ListNode _ -> "[…]";
        };
    }
}
