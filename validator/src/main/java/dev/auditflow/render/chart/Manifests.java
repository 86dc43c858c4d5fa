package dev.auditflow.render.chart;

import dev.auditflow.coverage.TemplateUse;
import dev.auditflow.render.HelmVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Splits rendered templates into documents, tells hooks from the rest, and puts both into the order of installation. */
final class Manifests {
    private static final List<String> INSTALL_ORDER = List.of(
            "PriorityClass",
            "Namespace",
            "NetworkPolicy",
            "ResourceQuota",
            "LimitRange",
            "PodSecurityPolicy",
            "PodDisruptionBudget",
            "ServiceAccount",
            "Secret",
            "SecretList",
            "ConfigMap",
            "StorageClass",
            "PersistentVolume",
            "PersistentVolumeClaim",
            "CustomResourceDefinition",
            "ClusterRole",
            "ClusterRoleList",
            "ClusterRoleBinding",
            "ClusterRoleBindingList",
            "Role",
            "RoleList",
            "RoleBinding",
            "RoleBindingList",
            "Service",
            "DaemonSet",
            "Pod",
            "ReplicationController",
            "ReplicaSet",
            "Deployment",
            "HorizontalPodAutoscaler",
            "StatefulSet",
            "Job",
            "CronJob",
            "IngressClass",
            "Ingress",
            "APIService");

    /** Helm 4 installs these last. */
    private static final List<String> WEBHOOKS =
            List.of("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration");

    private static final Map<HelmVersion, Map<String, Integer>> RANKS = Map.of(
            HelmVersion.HELM_3, ranks(INSTALL_ORDER),
            HelmVersion.HELM_4,
                    ranks(Stream.concat(INSTALL_ORDER.stream(), WEBHOOKS.stream())
                            .toList()));
    private static final Set<String> HOOKS = Set.of(
            "pre-install",
            "post-install",
            "pre-delete",
            "post-delete",
            "pre-upgrade",
            "post-upgrade",
            "pre-rollback",
            "post-rollback",
            "test",
            "test-success");

    /**
     * One document of a template's text.
     *
     * @param template its name, as {@code # Source:} shows it
     * @param from where it starts in the template's text
     * @param to where it ends
     */
    record Document(String template, int from, int to, String kind) {}

    /** What a chart rendered: documents in order of installation, hooks apart. */
    record Sorted(List<Document> documents, List<Document> hooks) {}

    private Manifests() {}

    /** @param texts rendered templates by name, without notes */
    static Sorted sort(SortedMap<String, String> texts, boolean skipTests, HelmVersion version) {
        Map<String, Integer> ranks = RANKS.getOrDefault(version, Map.of());
        Comparator<String> order = (a, b) -> compareKinds(ranks, a, b);
        List<Document> documents = new ArrayList<>();
        List<Document> hooks = new ArrayList<>();
        texts.forEach((name, text) -> {
            if (TemplateUse.isPartial(name)) {
                return;
            }
            for (DocumentSplit.Range range : DocumentSplit.split(text, version)) {
                ManifestHead head = ManifestHead.read(name, text, range);
                Document document = new Document(name, range.from(), range.to(), head.kind());
                List<String> events = head.hooks();
                if (events.isEmpty()) {
                    documents.add(document);
                } else if (HOOKS.containsAll(events) && !(skipTests && isTest(events))) {
                    hooks.add(document);
                }
            }
        });
        documents.sort(Comparator.comparing(Document::kind, order));
        hooks.sort(Comparator.comparing(Document::kind, order));
        return new Sorted(documents, hooks);
    }

    private static boolean isTest(List<String> events) {
        return events.contains("test") || events.contains("test-success");
    }

    private static int compareKinds(Map<String, Integer> ranks, String a, String b) {
        int known = Integer.compare(ranks.getOrDefault(a, ranks.size()), ranks.getOrDefault(b, ranks.size()));
        return known != 0 || ranks.containsKey(a) ? known : Order.CODE_POINTS.compare(a, b);
    }

    private static Map<String, Integer> ranks(List<String> order) {
        Map<String, Integer> ranks = new HashMap<>();
        order.forEach(kind -> ranks.put(kind, ranks.size()));
        return Map.copyOf(ranks);
    }
}
