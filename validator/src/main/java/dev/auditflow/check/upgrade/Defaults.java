package dev.auditflow.check.upgrade;

import dev.auditflow.check.schema.Quantities;
import dev.auditflow.diff.Change;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells changes of the text that the API server does not see: what it would have filled in, and other spellings. */
final class Defaults {
    /** By the last fields of a path; the API server fills these in where they are missing. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("ports.protocol", "TCP"),
            Map.entry("spec.restartPolicy", "Always"),
            Map.entry("spec.dnsPolicy", "ClusterFirst"),
            Map.entry("spec.schedulerName", "default-scheduler"),
            Map.entry("spec.terminationGracePeriodSeconds", "30"),
            Map.entry("spec.enableServiceLinks", "true"),
            Map.entry("spec.podManagementPolicy", "OrderedReady"),
            Map.entry("spec.volumeMode", "Filesystem"),
            Map.entry("spec.completionMode", "NonIndexed"),
            Map.entry("spec.replicas", "1"),
            Map.entry("spec.revisionHistoryLimit", "10"),
            Map.entry("spec.progressDeadlineSeconds", "600"),
            Map.entry("spec.minReadySeconds", "0"),
            Map.entry("spec.type", "ClusterIP"),
            Map.entry("spec.sessionAffinity", "None"),
            Map.entry("spec.internalTrafficPolicy", "Cluster"),
            Map.entry("terminationMessagePath", "/dev/termination-log"),
            Map.entry("terminationMessagePolicy", "File"),
            Map.entry("Probe.failureThreshold", "3"),
            Map.entry("Probe.periodSeconds", "10"),
            Map.entry("Probe.successThreshold", "1"),
            Map.entry("Probe.timeoutSeconds", "1"),
            Map.entry("httpGet.scheme", "HTTP"),
            Map.entry("fieldRef.apiVersion", "v1"),
            Map.entry("configMap.defaultMode", "420"),
            Map.entry("secret.defaultMode", "420"),
            Map.entry("projected.defaultMode", "420"),
            Map.entry("type", "Opaque"),
            Map.entry("reclaimPolicy", "Delete"),
            Map.entry("volumeBindingMode", "Immediate"),
            Map.entry("preemptionPolicy", "PreemptLowerPriority"),
            Map.entry("spec.attachRequired", "true"),
            Map.entry("roleRef.apiGroup", "rbac.authorization.k8s.io"),
            Map.entry("volumeClaimTemplates.apiVersion", "v1"),
            Map.entry("volumeClaimTemplates.kind", "PersistentVolumeClaim"));

    /** Fields that hold amounts. */
    private static final Set<String> AMOUNTS =
            Set.of("requests", "limits", "sizeLimit", "capacity", "hard", "min", "max");

    /** Fields that mean the same empty and missing. */
    private static final Set<String> EMPTY = Set.of(
            "annotations",
            "labels",
            "resources",
            "requests",
            "limits",
            "securityContext",
            "affinity",
            "nodeSelector",
            "tolerations",
            "env",
            "envFrom",
            "args",
            "command",
            "volumes",
            "volumeMounts",
            "imagePullSecrets",
            "initContainers",
            "topologySpreadConstraints");

    private static final Pattern PROBE = Pattern.compile("(liveness|readiness|startup)Probe\\.");

    private Defaults() {}

    /** Whether the API server sees no difference. */
    static boolean same(Change change) {
        String path = change.trail().fields();
        return switch (change) {
            case Change.Added added -> isNothing(path, added.after()) || isDefault(path, added.after());
            case Change.Removed removed -> isNothing(path, removed.before()) || isDefault(path, removed.before());
            case Change.Replaced replaced ->
                isAmount(path)
                        && replaced.before() instanceof ScalarNode was
                        && replaced.after() instanceof ScalarNode is
                        && Quantities.same(was.text(), is.text());
            case Change.Reordered _ -> false;
        };
    }

    private static boolean isNothing(String path, Node node) {
        boolean empty = EMPTY.contains(path.substring(path.lastIndexOf('.') + 1));
        return switch (node) {
            case ScalarNode scalar -> scalar.isNull();
            case MapNode map -> empty && map.entries().isEmpty();
            case ListNode list -> empty && list.items().isEmpty();
        };
    }

    private static boolean isDefault(String path, Node value) {
        if (!(value instanceof ScalarNode scalar)) {
            return false;
        }
        String two = PROBE.matcher(last(path, 2)).replaceFirst("Probe.");
        return scalar.text().equals(VALUES.getOrDefault(two, VALUES.get(last(path, 1))));
    }

    private static boolean isAmount(String path) {
        String two = last(path, 2);
        int dot = two.indexOf('.');
        return dot >= 0 && (AMOUNTS.contains(two.substring(0, dot)) || AMOUNTS.contains(two.substring(dot + 1)));
    }

    /** The last fields of a path. */
    private static String last(String path, int fields) {
        int start = path.length();
        for (int i = 0; i < fields && start >= 0; i++) {
            start = path.lastIndexOf('.', start - 1);
        }
        return path.substring(start + 1);
    }
}
