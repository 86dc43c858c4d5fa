package dev.auditflow.check.schema;

import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What an object may be called, by kind. */
final class NameRules {
    private static final FieldPath NAME = FieldPath.of("metadata", "name");
    private static final int CRON_JOB_LENGTH = 52;

    /** Since this minor version the name of a Service may begin with a digit. */
    private static final int RELAXED_SERVICE_NAMES = 36;

    private static final Map<String, UnaryOperator<String>> BY_KIND = Map.ofEntries(
            Map.entry("Service", Names::label1035),
            Map.entry("Namespace", Names::label),
            Map.entry("Role", Names::pathSegment),
            Map.entry("ClusterRole", Names::pathSegment),
            Map.entry("RoleBinding", Names::pathSegment),
            Map.entry("ClusterRoleBinding", Names::pathSegment),
            Map.entry("APIService", Names::subdomain),
            Map.entry("PodDisruptionBudget", Names::pathSegment),
            Map.entry("StatefulSet", Names::label),
            Map.entry("Event", Names::pathSegment),
            Map.entry("IPAddress", Networks::strictIp));

    private NameRules() {}

    /** @param minor of the target's Kubernetes: {@code 34}; 0 for custom resources */
    static void check(Resource resource, int minor, Sink sink) {
        Optional<MapNode> metadata = resource.root().map("metadata");
        boolean generated = metadata.flatMap(m -> m.string("generateName"))
                .filter(name -> !name.isEmpty())
                .isPresent();
        String name = metadata.flatMap(m -> m.string("name")).orElse("");
        if (name.isEmpty()) {
            // The server names a limit range after its uid.
            if (!generated
                    && !resource.id().kind().equals("LimitRange")
                    && metadata.map(m -> m.get("name").isEmpty() || Fields.isEmpty(m, "name"))
                            .orElse(true)) {
                sink.report(SchemaRules.MISSING_FIELD, NAME, "the object needs metadata.name or metadata.generateName");
            }
            return;
        }
        String wrong = rule(resource.id().kind(), minor).apply(name);
        if (wrong.isEmpty() && minor > 0 && resource.id().kind().equals("CronJob") && name.length() > CRON_JOB_LENGTH) {
            wrong = "a CronJob's may have %d characters at most".formatted(CRON_JOB_LENGTH);
        }
        if (!wrong.isEmpty()) {
            sink.report(SchemaRules.INVALID_NAME, NAME, "the name \"%s\" is not valid: %s".formatted(name, wrong));
        }
    }

    private static UnaryOperator<String> rule(String kind, int minor) {
        if (minor == 0) {
            return Names::subdomain;
        }
        return kind.equals("Service") && minor >= RELAXED_SERVICE_NAMES
                ? Names::label
                : BY_KIND.getOrDefault(kind, Names::subdomain);
    }
}
