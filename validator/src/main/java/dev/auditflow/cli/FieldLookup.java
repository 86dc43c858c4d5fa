package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Spelling;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the object and the field that a user names. */
final class FieldLookup {
    private static final int NAMED = 12;

    private final String target;
    private final List<Resource> all;

    FieldLookup(String target, List<Resource> all) {
        this.target = target;
        this.all = all;
    }

    /** The objects of one name; more than one only if a target renders it twice. @throws ConfigException if none */
    List<Resource> resources(String name) throws ConfigException {
        List<Resource> found =
                all.stream().filter(one -> isNamed(one.id(), name)).toList();
        List<String> names = all.stream().map(Resource::toString).distinct().toList();
        if (found.isEmpty()) {
            throw new ConfigException("%s renders no object \"%s\"; %s".formatted(target, name, hint(name, names)));
        }
        List<ResourceId> different = found.stream().map(Resource::id).distinct().toList();
        if (different.size() > 1) {
            throw new ConfigException("\"%s\" is more than one object of %s; choose %s"
                    .formatted(
                            name,
                            target,
                            String.join(
                                    " or ",
                                    different.stream().map(FieldLookup::full).toList())));
        }
        return found;
    }

    private static String hint(String name, List<String> names) {
        int slash = name.lastIndexOf('/');
        String kind = slash < 0 ? "" : name.substring(0, slash + 1).toLowerCase(Locale.ROOT);
        List<String> alike = names.stream()
                .filter(other -> other.toLowerCase(Locale.ROOT).startsWith(kind))
                .toList();
        List<String> longer = alike.stream()
                .filter(other -> other.contains(name.substring(slash + 1)))
                .toList();
        if (names.isEmpty()) {
            return "it renders none at all";
        }
        if (longer.size() == 1) {
            return "did you mean " + longer.getFirst() + "?";
        }
        return Spelling.closest(name, names)
                .map(close -> "did you mean " + close + "?")
                .orElse("it renders " + some(alike.isEmpty() ? names : alike));
    }

    private static boolean isNamed(ResourceId id, String name) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            return id.name().equals(name);
        }
        String kind = name.substring(0, slash).toLowerCase(Locale.ROOT);
        String own = id.kind().toLowerCase(Locale.ROOT);
        String rest = name.substring(slash + 1);
        return (kind.equals(own) || kind.equals(own + "." + id.group()))
                && (rest.equals(id.name()) || rest.equals(id.namespace() + "/" + id.name()));
    }

    private static String full(ResourceId id) {
        String kind = id.group().isEmpty() ? id.kind() : id.kind() + "." + id.group();
        return kind + "/" + (id.namespace().isEmpty() ? "" : id.namespace() + "/") + id.name();
    }

    /** The field of an object. Keys with dots need no quotes where only one reading exists. */
    FieldPath path(Resource resource, String text) throws ConfigException {
        List<FieldPath.Step> steps;
        try {
            steps = FieldPath.parse(text).steps();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
        Node node = resource.root();
        FieldPath path = FieldPath.root();
        int at = 0;
        while (at < steps.size()) {
            Optional<Found> found = find(node, steps, at);
            if (found.isEmpty()) {
                throw missing(resource, node, path, steps.get(at));
            }
            path = found.get().step() instanceof FieldPath.Step.Index(int index)
                    ? path.index(index)
                    : path.key(((FieldPath.Step.Key) found.get().step()).name());
            node = found.get().node();
            at = found.get().next();
        }
        return path;
    }

    private record Found(FieldPath.Step step, Node node, int next) {}

    private static Optional<Found> find(Node node, List<FieldPath.Step> steps, int at) {
        if (steps.get(at) instanceof FieldPath.Step.Index index) {
            return node instanceof ListNode list && index.value() < list.items().size()
                    ? Optional.of(new Found(index, list.items().get(index.value()), at + 1))
                    : Optional.empty();
        }
        StringBuilder name = new StringBuilder();
        for (int next = at; next < steps.size() && steps.get(next) instanceof FieldPath.Step.Key(String word); next++) {
            name.append(next == at ? "" : ".").append(word);
            Optional<Node> child = node instanceof MapNode map ? map.get(name.toString()) : Optional.empty();
            if (child.isPresent()) {
                return Optional.of(new Found(new FieldPath.Step.Key(name.toString()), child.get(), next + 1));
            }
        }
        return Optional.empty();
    }

    private static ConfigException missing(Resource resource, Node node, FieldPath block, FieldPath.Step step) {
        String what = block.isRoot() ? resource.toString() : resource + " " + block;
        String hint = switch (node) {
            case ListNode list -> "it is a list of " + list.items().size() + "; its first item is [0]";
            case MapNode map when step instanceof FieldPath.Step.Key(String name) -> hint(map, name);
            case MapNode _ -> "it is a mapping, not a list";
            default -> "it is a single value";
        };
        String place = resource.locate(block).origin().template().toString();
        return new ConfigException("%s has no %s%s; %s"
                .formatted(
                        what,
                        step instanceof FieldPath.Step.Key(String name)
                                ? "field \"" + name + "\""
                                : "item " + FieldPath.root().index(((FieldPath.Step.Index) step).value()),
                        place.isEmpty() ? "" : " (written at " + place + ")",
                        hint));
    }

    private static String hint(MapNode map, String name) {
        List<String> keys = map.entries().stream().map(MapNode.Entry::key).toList();
        return Spelling.closest(name, keys)
                .map(close -> "did you mean " + close + "?")
                .orElse(keys.isEmpty() ? "it is empty" : "it has " + some(keys));
    }

    /** Names in a row, the first of them when there are many. */
    static String some(List<String> names) {
        List<String> distinct = names.stream().distinct().toList();
        return distinct.size() > NAMED
                ? String.join(", ", distinct.subList(0, NAMED)) + " and %d more".formatted(distinct.size() - NAMED)
                : String.join(", ", distinct);
    }
}
