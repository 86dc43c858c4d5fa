package dev.auditflow.coverage;

import dev.auditflow.config.Spelling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The values keys that nothing read: the uppermost of each branch, with what can be said about why. */
final class UnreadKeys {
    private static final String VALUES = "Values.";

    private final ChartUse use;
    private final Map<String, ChartUse.Member> members = new HashMap<>();
    private final Map<String, Set<String>> namesRead;

    UnreadKeys(ChartUse use) {
        this.use = use;
        use.members().forEach(member -> member.paths().forEach(path -> members.put(path, member)));
        this.namesRead = use.reads().stream()
                .collect(Collectors.groupingBy(
                        UnreadKeys::parent, Collectors.mapping(UnreadKeys::name, Collectors.toSet())));
    }

    List<UnreadKey> all() {
        Set<String> defaults = use.members().stream()
                .map(member -> member.place() + "/values.yaml")
                .collect(Collectors.toSet());
        Comparator<String> usersFirst =
                Comparator.<String, Boolean>comparing(defaults::contains).thenComparing(file -> file);
        Map<String, List<KeyUse>> files = use.keys().stream()
                .collect(Collectors.groupingBy(KeyUse::file, () -> new TreeMap<>(usersFirst), Collectors.toList()));
        List<UnreadKey> unread = new ArrayList<>();
        files.values().forEach(keys -> unread.addAll(ofFile(keys)));
        return unread;
    }

    private List<UnreadKey> ofFile(List<KeyUse> keys) {
        List<UnreadKey> unread = new ArrayList<>();
        for (KeyUse key : keys) {
            boolean inside = keys.stream().anyMatch(other -> !other.read() && isBelow(key.key(), other.key()));
            if (!key.read() && !inside) {
                int below = (int) keys.stream()
                        .filter(other -> other.leaf() && isBelow(other.key(), key.key()))
                        .count();
                unread.add(unread(key, below));
            }
        }
        unread.sort(Comparator.comparingInt(UnreadKey::line).thenComparing(UnreadKey::key));
        return unread;
    }

    private static boolean isBelow(String key, String above) {
        return key.length() > above.length()
                && key.startsWith(above)
                && (key.charAt(above.length()) == '.' || key.charAt(above.length()) == '[');
    }

    private UnreadKey unread(KeyUse key, int below) {
        String chart = chartOf(key.position());
        ChartUse.Member member = members.get(chart);
        String inChart = chart.isEmpty()
                ? key.position()
                : key.position().equals(chart) ? "" : key.position().substring(chart.length() + 1);
        if (member != null && !member.enabled()) {
            return new UnreadKey(
                    key.file(), key.line(), key.key(), below, true, "no target enables " + member.place(), "");
        }
        Optional<String> mention = mention(member, inChart);
        String suggestion = mention.isPresent() ? "" : suggestion(key, chart, inChart);
        return new UnreadKey(
                key.file(),
                key.line(),
                key.key(),
                below,
                mention.isPresent(),
                mention.orElse("no template names it"),
                suggestion);
    }

    /** The path of the chart that sees a position: the longest that leads there. */
    private String chartOf(String position) {
        String path = position;
        while (!path.isEmpty() && !members.containsKey(path)) {
            path = parent(path);
        }
        return path;
    }

    /** A line that names the key, one that was never rendered if there is. */
    private Optional<String> mention(ChartUse.@Nullable Member owner, String inChart) {
        Optional<String> rendered = Optional.empty();
        for (TemplateUse template : seeing(owner)) {
            for (TemplateUse.Mention mention : template.mentions()) {
                boolean missed = isMissed(template, mention.line());
                String place = template.file() + ":" + mention.line();
                if (missed && names(mention.path(), inChart, true)) {
                    return Optional.of(place + " reads it and is never rendered");
                }
                if (rendered.isEmpty() && !missed && names(mention.path(), inChart, false)) {
                    rendered = Optional.of(place + " names it and never comes to read it");
                }
            }
        }
        return rendered;
    }

    /** The templates that see a chart's values: its own, and the partials of all charts. */
    private List<TemplateUse> seeing(ChartUse.@Nullable Member owner) {
        List<TemplateUse> templates = new ArrayList<>(owner == null ? List.of() : owner.templates());
        for (ChartUse.Member member : use.members()) {
            if (!member.equals(owner)) {
                member.templates().stream().filter(TemplateUse::isPartial).forEach(templates::add);
            }
        }
        return templates;
    }

    /**
     * Whether a mention is about the key, something below, or a map that it is in. A field of a variable or of a dot that is not the
     * root is taken for the key when the last name is the same.
     */
    private static boolean names(String path, String key, boolean orAbove) {
        if (!path.startsWith(VALUES)) {
            return name(path).equals(name(key));
        }
        String named = path.substring(VALUES.length());
        return named.equals(key) || isBelow(named, key) || (orAbove && isBelow(key, named));
    }

    private static boolean isMissed(TemplateUse template, int line) {
        var before = template.lines().headMap(line + 1);
        return !before.isEmpty() && !template.isRendered(before.lastKey());
    }

    private String suggestion(KeyUse key, String chart, String inChart) {
        Set<String> near = new HashSet<>(namesRead.getOrDefault(parent(key.position()), Set.of()));
        String above = VALUES + (parent(inChart).isEmpty() ? "" : parent(inChart) + ".");
        seeing(members.get(chart)).stream()
                .flatMap(template -> template.mentions().stream())
                .map(TemplateUse.Mention::path)
                .filter(path -> path.startsWith(above))
                .map(path -> path.substring(above.length()).split("\\.", -1)[0])
                .forEach(near::add);
        near.remove(name(key.position()));
        Optional<String> sibling = Spelling.closest(name(key.position()), near);
        if (sibling.isPresent()) {
            return key.key().substring(0, key.key().length() - name(key.key()).length()) + sibling.get();
        }
        List<String> elsewhere = use.reads().stream()
                .filter(read -> read.endsWith("." + key.position()) && !read.contains("[]"))
                .toList();
        return elsewhere.size() == 1 && key.key().equals(key.position()) ? elsewhere.getFirst() : "";
    }

    private static String parent(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0 ? "" : path.substring(0, dot);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
