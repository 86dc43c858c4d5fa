package dev.auditflow.diff;

import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which lists have keys, and in which the order means nothing: by table for built-in kinds, by their CRD for others. */
final class ListRules {
    /** Objects with a pod template restart their pods for another order too, so there it counts. */
    private static final Map<String, String> PODS = Map.of(
            "Pod", "spec.",
            "PodTemplate", "template.",
            "CronJob", "spec.jobTemplate.spec.template.",
            "Deployment", "spec.template.",
            "StatefulSet", "spec.template.",
            "DaemonSet", "spec.template.",
            "ReplicaSet", "spec.template.",
            "ReplicationController", "spec.template.",
            "Job", "spec.template.");

    /** By {@code Kind:path}, or by the last fields of a path; the longest that fits counts. */
    private static final Map<String, ListRule> TABLE = table();

    private final Map<String, Map<String, ListRule>> custom;

    private ListRules(Map<String, Map<String, ListRule>> custom) {
        this.custom = custom;
    }

    /** The rules for these objects and the CRDs among them. */
    static ListRules with(List<Resource> before, List<Resource> after) {
        Map<String, Map<String, ListRule>> custom = new HashMap<>();
        before.forEach(resource -> CustomLists.collect(resource.root(), custom));
        after.forEach(resource -> CustomLists.collect(resource.root(), custom));
        return new ListRules(custom);
    }

    /** The rule of the list at a path of keys. */
    ListRule of(ResourceId id, List<String> fields) {
        String path = String.join(".", fields);
        boolean builtIn = isBuiltIn(id.group());
        ListRule own =
                custom.getOrDefault(id.apiVersion() + "/" + id.kind(), Map.of()).get(path);
        if (own != null) {
            return own;
        }
        ListRule rule = builtIn ? TABLE.get(id.kind() + ":" + path) : null;
        for (int from = Math.max(0, fields.size() - 3); rule == null && from < fields.size(); from++) {
            rule = TABLE.get(String.join(".", fields.subList(from, fields.size())));
        }
        @Nullable String pod = builtIn ? PODS.get(id.kind()) : null;
        if (rule == null) {
            return ListRule.POSITION;
        }
        return !builtIn || (pod != null && path.startsWith(pod)) ? rule.inOrder() : rule;
    }

    private static boolean isBuiltIn(String group) {
        return group.indexOf('.') < 0 || group.endsWith(".k8s.io");
    }

    private static Map<String, ListRule> table() {
        Map<String, ListRule> table = new HashMap<>();
        ListTable.LINES.lines().map(line -> line.strip().split(" +", -1)).forEach(words -> {
            boolean ordered = words.length > 2 && words[2].equals("ordered");
            ListRule rule = words[1].equals("values")
                    ? ListRule.VALUES
                    : ListRule.keys(List.of(words[1].split(",", -1)), ordered);
            for (String kind : kinds(words[0])) {
                table.put(kind, rule);
            }
        });
        return Map.copyOf(table);
    }

    /** {@code Role|ClusterRole:rules} stands for two lines. */
    private static List<String> kinds(String pattern) {
        int colon = pattern.indexOf(':');
        List<String> kinds = new ArrayList<>();
        for (String kind : pattern.substring(0, Math.max(colon, 0)).split("\\|", -1)) {
            kinds.add(colon < 0 ? pattern : kind + pattern.substring(colon));
        }
        return kinds;
    }
}
