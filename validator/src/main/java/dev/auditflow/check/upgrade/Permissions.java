package dev.auditflow.check.upgrade;

import dev.auditflow.diff.Change;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says which permissions of RBAC are new: those that no old rule of the same role covers. */
final class Permissions {
    private static final int NAMED = 3;

    /** Roles that spell out more than this are not compared one by one. */
    private static final int MAX_PERMISSIONS = 5_000;

    private static final String GROUP = "rbac.authorization.k8s.io";

    private Permissions() {}

    /** One verb on one resource or URL. */
    private record Permission(String group, String resource, String name, String url, String verb) {
        boolean covers(Permission other) {
            return fits(group, other.group)
                    && fits(verb, other.verb)
                    && (url.isEmpty() == other.url.isEmpty())
                    && (url.isEmpty() ? ofResource(other) : ofUrl(other));
        }

        private boolean ofResource(Permission other) {
            boolean named = name.isEmpty() || name.equals(other.name);
            return named && (fits(resource, other.resource) || isSubresources(other));
        }

        /** {@code *}{@code /scale} covers the scale of everything. */
        private boolean isSubresources(Permission other) {
            return resource.startsWith("*/") && other.resource.endsWith(resource.substring(1));
        }

        private boolean ofUrl(Permission other) {
            return url.endsWith("*") ? other.url.startsWith(url.substring(0, url.length() - 1)) : url.equals(other.url);
        }

        private static boolean fits(String mine, String other) {
            return mine.equals("*") || mine.equals(other);
        }

        @Override
        public String toString() {
            String what = url.isEmpty() ? resource + (group.isEmpty() ? "" : "." + group) : url;
            return verb + " " + what + (name.isEmpty() ? "" : " " + name);
        }
    }

    static void added(ObjectChange.Added object, Effects effects) {
        if (!object.id().group().equals(GROUP)) {
            return;
        }
        Resource after = object.after();
        switch (object.id().kind()) {
            case "Role", "ClusterRole" -> {
                Optional<List<Permission>> all = of(after);
                if (all.isEmpty() || !all.get().isEmpty()) {
                    String what = all.map(Permissions::words).orElse("more rules than can be told");
                    effects.add(Meaning.WIDENS, object, "A new role: " + what, "");
                }
            }
            case "RoleBinding", "ClusterRoleBinding" ->
                effects.add(Meaning.WIDENS, object, "Gives %s to %s".formatted(role(after), subjects(after)), "");
            default -> {}
        }
    }

    static void changed(ObjectChange.Changed object, Effects effects) {
        if (!object.id().group().equals(GROUP)) {
            return;
        }
        switch (object.id().kind()) {
            case "Role", "ClusterRole" -> rules(object, effects);
            case "RoleBinding", "ClusterRoleBinding" -> subjects(object, effects);
            default -> {}
        }
    }

    private static void rules(ObjectChange.Changed object, Effects effects) {
        Optional<List<Permission>> before = of(object.before());
        Optional<List<Permission>> after = of(object.after());
        List<Permission> fresh = before.isEmpty() || after.isEmpty()
                ? List.of()
                : after.get().stream()
                        .filter(permission -> before.get().stream().noneMatch(old -> old.covers(permission)))
                        .toList();
        boolean unknown = before.isEmpty() || after.isEmpty();
        String message = unknown ? "Has more rules than can be compared" : "May now " + words(fresh);
        for (Change change : object.changes()) {
            String path = change.trail().fields();
            boolean more = !(change instanceof Change.Removed) || path.endsWith("resourceNames");
            if ((unknown || !fresh.isEmpty()) && Pods.isBelow(path, "rules") && more) {
                effects.add(Meaning.WIDENS, object, change, message, "");
            } else if (Pods.isBelow(path, "aggregationRule") && more) {
                effects.add(Meaning.WIDENS, object, change, "Takes in the rules of other roles", "");
            }
        }
    }

    private static void subjects(ObjectChange.Changed object, Effects effects) {
        for (Change change : object.changes()) {
            boolean subject = change.trail().fields().equals("subjects")
                    || change.trail().fields().startsWith("subjects.");
            if (subject && !(change instanceof Change.Removed)) {
                effects.add(
                        Meaning.WIDENS,
                        object,
                        change,
                        "Gives %s to %s"
                                .formatted(
                                        role(object.after()),
                                        change instanceof Change.Added added && added.after() instanceof MapNode map
                                                ? subject(map)
                                                : subjects(object.after())),
                        "");
            }
        }
    }

    private static String words(List<Permission> permissions) {
        List<String> named =
                permissions.stream().map(Permission::toString).distinct().toList();
        String first = String.join(", ", named.subList(0, Math.min(NAMED, named.size())));
        return named.size() > NAMED ? first + " and %d more".formatted(named.size() - NAMED) : first;
    }

    private static String role(Resource binding) {
        return Pods.text(binding, "roleRef", "kind").orElse("a role") + "/"
                + Pods.text(binding, "roleRef", "name").orElse("");
    }

    private static String subjects(Resource binding) {
        List<String> named = items(binding.at(FieldPath.of("subjects")).orElse(binding.root())).stream()
                .map(Permissions::subject)
                .toList();
        return named.isEmpty() ? "nobody" : String.join(", ", named.subList(0, Math.min(NAMED, named.size())));
    }

    private static String subject(MapNode subject) {
        return subject.string("kind").orElse("") + "/" + subject.string("name").orElse("");
    }

    /** What a role allows, spelled out; empty if that is too much to compare. */
    private static Optional<List<Permission>> of(Resource role) {
        Set<Permission> permissions = new LinkedHashSet<>();
        for (MapNode rule : items(role.at(FieldPath.of("rules")).orElse(role.root()))) {
            List<String> names = texts(rule, "resourceNames");
            List<String> named = names.isEmpty() ? List.of("") : names;
            List<String> verbs = texts(rule, "verbs");
            List<String> resources = texts(rule, "resources");
            List<String> groups = texts(rule, "apiGroups");
            List<String> urls = texts(rule, "nonResourceURLs");
            double count =
                    (double) verbs.size() * ((double) resources.size() * groups.size() * named.size() + urls.size());
            if (permissions.size() + count > MAX_PERMISSIONS) {
                return Optional.empty();
            }
            for (String verb : verbs) {
                urls.forEach(url -> permissions.add(new Permission("", "", "", url, verb)));
                for (String resource : resources) {
                    for (String group : groups) {
                        named.forEach(name -> permissions.add(new Permission(group, resource, name, "", verb)));
                    }
                }
            }
        }
        return Optional.of(List.copyOf(permissions));
    }

    private static List<MapNode> items(Node node) {
        return node instanceof ListNode list
                ? list.items().stream()
                        .filter(MapNode.class::isInstance)
                        .map(MapNode.class::cast)
                        .toList()
                : List.of();
    }

    private static List<String> texts(MapNode rule, String key) {
        List<String> texts = new ArrayList<>();
        rule.list(key)
                .ifPresent(list -> list.items().forEach(item -> Pods.text(item).ifPresent(texts::add)));
        return texts;
    }
}
