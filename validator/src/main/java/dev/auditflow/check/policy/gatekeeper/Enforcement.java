package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.check.Severity;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a violation of a constraint leads to, by the place where it is found.
 *
 * @param severities without those places where the constraint is not looked at
 */
record Enforcement(Map<EnforcementPoint, Severity> severities) {
    private static final String EVERYWHERE = "*";

    Enforcement {
        severities = Map.copyOf(severities);
    }

    /** Empty if the constraint is not looked at there. */
    Optional<Severity> at(EnforcementPoint point) {
        return Optional.ofNullable(severities.get(point));
    }

    /** @throws PolicyLoadException for an action that Gatekeeper does not know */
    static Enforcement read(MapNode spec) throws PolicyLoadException {
        Map<EnforcementPoint, Severity> severities = new EnumMap<>(EnforcementPoint.class);
        String action = spec.string("enforcementAction").orElse("deny");
        if (!action.equals("scoped")) {
            Severity severity = severity(action, "enforcementAction");
            for (EnforcementPoint point : EnforcementPoint.values()) {
                severities.put(point, severity);
            }
            return new Enforcement(severities);
        }
        Optional<ListNode> scoped = spec.list("scopedEnforcementActions");
        if (scoped.isEmpty()) {
            throw new PolicyLoadException("is scoped, and has no scopedEnforcementActions");
        }
        for (Node item : scoped.get().items()) {
            if (item instanceof MapNode entry) {
                Severity severity = severity(entry.string("action").orElse(""), "action");
                List<String> names = points(entry);
                for (EnforcementPoint point : EnforcementPoint.values()) {
                    if (names.contains(point.id()) || names.contains(EVERYWHERE)) {
                        severities.merge(point, severity, (a, b) -> a.compareTo(b) < 0 ? a : b);
                    }
                }
            }
        }
        return new Enforcement(severities);
    }

    private static List<String> points(MapNode entry) {
        List<String> names = new ArrayList<>();
        for (Node point : entry.list("enforcementPoints").map(ListNode::items).orElse(List.of())) {
            if (point instanceof MapNode named) {
                named.string("name").ifPresent(names::add);
            }
        }
        return names;
    }

    private static Severity severity(String action, String field) throws PolicyLoadException {
        return switch (action) {
            case "deny" -> Severity.DENY;
            case "warn" -> Severity.WARN;
            case "dryrun" -> Severity.INFO;
            default ->
                throw new PolicyLoadException(
                        "has the %s \"%s\"; there are deny, warn, dryrun and scoped".formatted(field, action));
        };
    }
}
