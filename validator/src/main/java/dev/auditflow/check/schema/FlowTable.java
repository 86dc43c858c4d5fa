package dev.auditflow.check.schema;

import static dev.auditflow.check.schema.Constraints.evenEmpty;
import static dev.auditflow.check.schema.Constraints.named;
import static dev.auditflow.check.schema.Constraints.notNegative;
import static dev.auditflow.check.schema.Constraints.oneOf;
import static dev.auditflow.check.schema.Constraints.range;
import static dev.auditflow.check.schema.Constraints.required;

import java.util.List;
import java.util.Map;

/** What the API server demands of flow schemas and priority levels and OpenAPI does not say, by definition. */
final class FlowTable {
    private static final int MOST_QUEUES = 10_000_000;

    private FlowTable() {}

    static void fill(Map<String, List<Constraint>> table) {
        for (String version : List.of("v1", "v1beta3")) {
            schemas(table, "flowcontrol." + version + ".");
            levels(table, "flowcontrol." + version + ".");
        }
    }

    private static void schemas(Map<String, List<Constraint>> table, String group) {
        table.put(group + "FlowSchema", List.of(FlowRules::firstPlace));
        table.put(group + "FlowSchemaSpec", List.of(range("matchingPrecedence", 0, 10_000)));
        table.put(group + "FlowDistinguisherMethod", List.of(oneOf("type", "ByNamespace", "ByUser")));
        table.put(
                group + "PriorityLevelConfigurationReference",
                List.of(required("name"), named("name", Names::subdomain)));
        table.put(group + "PolicyRulesWithSubjects", List.of(required("subjects"), FlowRules::someRule));
        table.put(group + "Subject", List.of(FlowRules::subject));
        table.put(group + "UserSubject", List.of(required("name")));
        table.put(group + "GroupSubject", List.of(required("name")));
        table.put(
                group + "ServiceAccountSubject",
                List.of(
                        required("name", "namespace"),
                        named("name", name -> name.equals("*") ? "" : Names.subdomain(name)),
                        named("namespace", Names::label)));
        table.put(
                group + "ResourcePolicyRule",
                List.of(
                        required("verbs", "apiGroups", "resources"),
                        FlowRules::verbs,
                        FlowRules.alone("apiGroups"),
                        FlowRules.alone("resources"),
                        FlowRules.alone("namespaces"),
                        FlowRules::scope));
        table.put(
                group + "NonResourcePolicyRule",
                List.of(
                        required("verbs", "nonResourceURLs"),
                        FlowRules::verbs,
                        FlowRules.alone("nonResourceURLs"),
                        evenEmpty("nonResourceURLs", FlowRules::url)));
    }

    private static void levels(Map<String, List<Constraint>> table, String group) {
        table.put(
                group + "PriorityLevelConfigurationSpec",
                List.of(required("type"), oneOf("type", "Exempt", "Limited"), FlowRules::limitedOrExempt));
        table.put(
                group + "LimitedPriorityLevelConfiguration",
                List.of(
                        notNegative("nominalConcurrencyShares"),
                        range("lendablePercent", 0, 100),
                        notNegative("borrowingLimitPercent")));
        table.put(
                group + "ExemptPriorityLevelConfiguration",
                List.of(notNegative("nominalConcurrencyShares"), range("lendablePercent", 0, 100)));
        table.put(
                group + "LimitResponse",
                List.of(required("type"), oneOf("type", "Queue", "Reject"), FlowRules::queuing));
        table.put(
                group + "QueuingConfiguration",
                List.of(
                        range("queues", 0, MOST_QUEUES),
                        notNegative("handSize"),
                        notNegative("queueLengthLimit"),
                        FlowRules::hands));
    }
}
