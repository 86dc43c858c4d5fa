package dev.auditflow.render.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which entries of a map of values were read, and of the maps below. Used by one thread. */
public final class KeyReads {
    /** The step from a list into its items, which are looked at as one. */
    public static final String ITEMS = "[]";

    private final Map<String, KeyReads> below = new HashMap<>();
    private boolean read;
    private boolean whole;

    /** An entry, whether there is a value or not. */
    public KeyReads at(String key) {
        return below.computeIfAbsent(key, name -> new KeyReads());
    }

    void read() {
        read = true;
    }

    /** Counts the entry at the end of a path of keys as read, and what leads there. */
    public void read(List<String> path) {
        find(path).read = true;
    }

    /** Counts the entry at the end of a path of keys and everything below it as read. */
    public void readWhole(List<String> path) {
        find(path).whole = true;
    }

    private KeyReads find(List<String> path) {
        KeyReads found = this;
        for (String key : path) {
            found.read = true;
            found = found.at(key);
        }
        return found;
    }

    /** Whether the entry at the end of a path of keys was read. */
    public boolean isRead(List<String> path) {
        KeyReads found = this;
        for (String key : path) {
            KeyReads next = found.below.get(key);
            if (found.whole || next == null) {
                return found.whole;
            }
            found = next;
        }
        return found.read || found.whole;
    }

    /** All dotted paths that were read. */
    public Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        collect("", paths);
        return paths;
    }

    /** A path of keys as people write it: {@code a.list[].b}. */
    public static String dotted(List<String> path) {
        return path.stream().reduce("", KeyReads::longer);
    }

    private static String longer(String path, String key) {
        return path.isEmpty() ? key : key.equals(ITEMS) ? path + key : path + "." + key;
    }

    private void collect(String path, Set<String> paths) {
        below.forEach((key, reads) -> {
            String longer = longer(path, key);
            if (reads.read) {
                paths.add(longer);
            }
            reads.collect(longer, paths);
        });
    }
}
