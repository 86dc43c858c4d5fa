package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.util.List;
import java.util.Optional;

/**
 * When single containers restart, which is new in Kubernetes: 1.33 and older refuse it but for init containers that run beside
 * the others, 1.34 leaves it out, 1.35 and later have it.
 */
final class RestartRules {
    private static final int DROPPED = 34;
    private static final int SERVED = 35;
    private static final int SIDECARS_TOO = 36;
    private static final String[] POLICIES = {"Always", "Never", "OnFailure"};

    private final int minor;

    RestartRules(int minor) {
        this.minor = minor;
    }

    void container(MapNode container, FieldPath path, Sink sink) {
        if (minor < DROPPED) {
            Constraints.forbidden("restartPolicy", "only init containers have it")
                    .check(container, path, sink);
        } else if (minor < SERVED) {
            dropped(container, "restartPolicy", path, sink);
            dropped(container, "restartPolicyRules", path, sink);
        } else {
            rules(container, path, sink);
        }
    }

    void initContainer(MapNode container, FieldPath path, Sink sink) {
        Optional<String> policy = Fields.scalar(container, "restartPolicy");
        boolean sidecar = policy.filter("Always"::equals).isPresent();
        if (minor < DROPPED) {
            Constraints.oneOf("restartPolicy", "Always").check(container, path, sink);
        } else if (minor < SERVED) {
            if (!sidecar) {
                dropped(container, "restartPolicy", path, sink);
            }
            dropped(container, "restartPolicyRules", path, sink);
        } else if (sidecar && minor < SIDECARS_TOO && !Fields.isEmpty(container, "restartPolicyRules")) {
            Constraints.forbidden("restartPolicyRules", "it restarts always").check(container, path, sink);
        } else {
            rules(container, path, sink);
        }
        if (!sidecar) {
            for (String field : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
                Constraints.forbidden(field, "only init containers with restartPolicy Always have it")
                        .check(container, path, sink);
            }
        }
    }

    private static void dropped(MapNode container, String field, FieldPath path, Sink sink) {
        if (!Fields.isAbsent(container, field)) {
            sink.report(
                    SchemaRules.DROPPED_FIELD,
                    path.key(field),
                    "%s of a container is dropped by Kubernetes 1.34".formatted(field));
        }
    }

    private static void rules(MapNode container, FieldPath path, Sink sink) {
        Constraints.oneOf("restartPolicy", POLICIES).check(container, path, sink);
        if (!Fields.isEmpty(container, "restartPolicyRules")) {
            Constraints.required("restartPolicy").check(container, path, sink);
            Constraints.most("restartPolicyRules", 20).check(container, path, sink);
            Constraints.each("restartPolicyRules", Constraints.present("exitCodes"))
                    .check(container, path, sink);
            Constraint operator = Constraints.oneOf("operator", "In", "NotIn");
            Constraints.each("restartPolicyRules", Constraints.inside("exitCodes", operator))
                    .check(container, path, sink);
        }
    }
}
