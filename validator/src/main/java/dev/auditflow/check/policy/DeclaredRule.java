package dev.auditflow.check.policy;

import java.util.List;
import java.util.Set;

/**
 * A rule document of the user's policies that reports findings.
 *
 * @param namespace Rego package without {@code data.}, for example {@code main} or {@code team.storage}
 * @param path steps from {@code data} to the document
 * @param name {@code deny}, {@code warn} or {@code violation}, with a suffix or not
 * @param file path as the user knows it
 * @param line of its first rule
 */
public record DeclaredRule(
        String namespace, List<String> path, String name, String file, int line, Annotations annotations) {
    public DeclaredRule {
        path = List.copyOf(path);
    }

    /**
     * What its METADATA says; empty where it says nothing.
     *
     * @param severity {@code deny}, {@code warn} or {@code info}
     * @param kinds kinds of objects that it looks at; empty for all
     */
    public record Annotations(
            String id,
            String title,
            String description,
            String severity,
            String remedy,
            String link,
            Set<String> kinds) {
        public Annotations {
            kinds = Set.copyOf(kinds);
        }

        /** Says nothing. */
        public static Annotations none() {
            return new Annotations("", "", "", "", "", "", Set.of());
        }
    }

    /** The same rule with other METADATA. */
    public DeclaredRule with(Annotations other) {
        return new DeclaredRule(namespace, path, name, file, line, other);
    }

    /** The part that exceptions name: what follows {@code deny_}; empty for {@code deny} itself. */
    public String suffix() {
        int underscore = name.indexOf('_');
        return underscore < 0 ? "" : name.substring(underscore + 1);
    }

    /** Whether its findings are warnings. */
    public boolean isWarning() {
        return name.equals("warn") || name.startsWith("warn_");
    }

    /** The key of the entry document under which its value comes. */
    public String key() {
        return namespace + "/" + name;
    }
}
