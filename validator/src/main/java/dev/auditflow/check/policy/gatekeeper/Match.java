package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which objects a constraint is about; every part must agree, and a part that says nothing agrees.
 *
 * @param labels null for none
 * @param namespaceLabels labels of the object's namespace, or of the object if it is one; null for none
 * @param scope {@code Cluster}, {@code Namespaced}, or anything else for both
 * @param name empty for any
 * @param source {@code Original}, {@code Generated}, {@code All}, or empty for all
 */
record Match(
        List<Kinds> kinds,
        String scope,
        List<Glob> namespaces,
        List<Glob> excludedNamespaces,
        @Nullable LabelSelector labels,
        @Nullable LabelSelector namespaceLabels,
        Glob name,
        String source) {
    private static final String ANY = "*";

    Match {
        kinds = List.copyOf(kinds);
        namespaces = List.copyOf(namespaces);
        excludedNamespaces = List.copyOf(excludedNamespaces);
    }

    /** Kinds of some API groups; an empty set is every group, or every kind. */
    record Kinds(Set<String> groups, Set<String> kinds) {
        Kinds {
            groups = Set.copyOf(groups);
            kinds = Set.copyOf(kinds);
        }

        boolean match(Reviewed object) {
            return has(kinds, object.kind()) && has(groups, object.group());
        }

        private static boolean has(Set<String> names, String name) {
            return names.isEmpty() || names.contains(ANY) || names.contains(name);
        }
    }

    /** It cannot be told whether an object matches; Gatekeeper takes that for a violation. */
    static final class Undecided extends Exception {
        private static final long serialVersionUID = 1L;

        Undecided(String message) {
            super(message);
        }
    }

    /** Everything. */
    static Match everything() {
        return new Match(List.of(), "", List.of(), List.of(), null, null, new Glob(""), "");
    }

    /** @param node {@code spec.match}, of the form that Gatekeeper's schema has */
    static Match read(MapNode node) throws PolicyLoadException {
        List<Kinds> kinds = new ArrayList<>();
        for (Node item : items(node, "kinds")) {
            if (item instanceof MapNode entry) {
                kinds.add(new Kinds(texts(entry, "apiGroups"), texts(entry, "kinds")));
            }
        }
        Optional<MapNode> labels = node.map("labelSelector");
        Optional<MapNode> namespaceLabels = node.map("namespaceSelector");
        return new Match(
                kinds,
                node.string("scope").orElse(""),
                globs(node, "namespaces"),
                globs(node, "excludedNamespaces"),
                labels.isEmpty() ? null : LabelSelector.read(labels.get()),
                namespaceLabels.isEmpty() ? null : LabelSelector.read(namespaceLabels.get()),
                new Glob(node.string("name").orElse("")),
                node.string("source").orElse(""));
    }

    /**
     * Whether an object is meant.
     *
     * @param namespace the Namespace object that it lies in; null if it is not known or there is none
     * @param from {@code Original}, or {@code Generated} for what was made out of another object
     * @throws Undecided if the labels of its namespace count and are not known
     */
    boolean matches(Reviewed object, @Nullable Reviewed namespace, String from) throws Undecided {
        return (kinds.isEmpty() || kinds.stream().anyMatch(some -> some.match(object)))
                && matchesScope(object, namespace)
                && matchesNamespaces(object, namespace)
                && (labels == null || labels.matches(object.labels()))
                && matchesNamespaceLabels(object, namespace)
                && (name.text().isEmpty() || name.matches(object.name()) || name.matchesPrefix(object.generateName()))
                && (source.isEmpty() || source.equals("All") || source.equals(from));
    }

    private boolean matchesScope(Reviewed object, @Nullable Reviewed namespace) {
        boolean inNamespace = !object.isNamespace() && (!object.namespace().isEmpty() || namespace != null);
        return switch (scope) {
            case "Cluster" -> !inNamespace;
            case "Namespaced" -> inNamespace;
            default -> true;
        };
    }

    /** What lies in no namespace is never left out by a list of them. */
    private boolean matchesNamespaces(Reviewed object, @Nullable Reviewed namespace) {
        String place = object.isNamespace() ? object.name() : namespace != null ? namespace.name() : object.namespace();
        if (place.isEmpty() && !object.isNamespace() && namespace == null) {
            return true;
        }
        return (namespaces.isEmpty() || namespaces.stream().anyMatch(glob -> glob.matches(place)))
                && excludedNamespaces.stream().noneMatch(glob -> glob.matches(place));
    }

    private boolean matchesNamespaceLabels(Reviewed object, @Nullable Reviewed namespace) throws Undecided {
        if (namespaceLabels == null) {
            return true;
        }
        if (object.isNamespace()) {
            return namespaceLabels.matches(object.labels());
        }
        if (namespace != null) {
            return namespaceLabels.matches(namespace.labels());
        }
        if (object.namespace().isEmpty()) {
            return true;
        }
        throw new Undecided("unable to match constraints: error matching the requested object: %s :failed to run Match"
                        .formatted(object.name())
                + " criteria: namespace selector for namespace-scoped object but missing Namespace");
    }

    /** Kinds that it names; empty if it may be about any. */
    Set<String> namedKinds() {
        Set<String> named = new HashSet<>();
        for (Kinds some : kinds) {
            if (some.kinds().isEmpty() || some.kinds().contains(ANY)) {
                return Set.of();
            }
            named.addAll(some.kinds());
        }
        return named;
    }

    private static List<Glob> globs(MapNode node, String key) {
        return items(node, key).stream()
                .filter(ScalarNode.class::isInstance)
                .map(item -> new Glob(((ScalarNode) item).text()))
                .toList();
    }

    private static Set<String> texts(MapNode node, String key) {
        Set<String> texts = new HashSet<>();
        items(node, key).forEach(item -> texts.add(item instanceof ScalarNode scalar ? scalar.text() : ""));
        return texts;
    }

    private static List<Node> items(MapNode node, String key) {
        return node.list(key).map(ListNode::items).orElse(List.of());
    }
}
