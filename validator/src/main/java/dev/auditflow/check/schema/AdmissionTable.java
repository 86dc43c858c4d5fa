package dev.auditflow.check.schema;

import static dev.auditflow.check.schema.Constraints.anyOf;
import static dev.auditflow.check.schema.Constraints.atMostOne;
import static dev.auditflow.check.schema.Constraints.evenEmpty;
import static dev.auditflow.check.schema.Constraints.inside;
import static dev.auditflow.check.schema.Constraints.named;
import static dev.auditflow.check.schema.Constraints.oneOf;
import static dev.auditflow.check.schema.Constraints.port;
import static dev.auditflow.check.schema.Constraints.range;
import static dev.auditflow.check.schema.Constraints.required;
import static dev.auditflow.check.schema.Constraints.unique;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the API server demands of admission webhooks and policies and OpenAPI does not say, by definition. */
final class AdmissionTable {
    private static final List<Constraint> RULE = List.of(
            required("operations", "apiGroups", "apiVersions", "resources"),
            oneOf("operations", "*", "CONNECT", "CREATE", "DELETE", "UPDATE"),
            oneOf("scope", "*", "Cluster", "Namespaced"),
            evenEmpty("apiVersions", Names::notEmpty),
            evenEmpty("resources", Names::notEmpty),
            WebhookRules::wildcardsStandAlone);

    private AdmissionTable() {}

    static void fill(Map<String, List<Constraint>> table) {
        webhooks(table);
        for (String version : List.of("v1", "v1beta1")) {
            policies(table, "admissionregistration." + version + ".");
        }
    }

    private static void webhooks(Map<String, List<Constraint>> table) {
        for (String webhook : List.of("ValidatingWebhook", "MutatingWebhook")) {
            table.put(
                    "admissionregistration.v1." + webhook,
                    List.of(
                            required("name", "sideEffects", "admissionReviewVersions"),
                            named("name", Names::fullyQualified),
                            range("timeoutSeconds", 1, 30),
                            oneOf("failurePolicy", "Fail", "Ignore"),
                            oneOf("matchPolicy", "Equivalent", "Exact"),
                            oneOf("sideEffects", "None", "NoneOnDryRun"),
                            oneOf("reinvocationPolicy", "IfNeeded", "Never"),
                            unique("matchConditions", "name"),
                            evenEmpty("admissionReviewVersions", Names::label1035),
                            WebhookRules::reviewVersions,
                            PolicyRules::conditionsOfWebhook));
        }
        table.put("admissionregistration.v1.ValidatingWebhookConfiguration", List.of(unique("webhooks", "name")));
        table.put("admissionregistration.v1.MutatingWebhookConfiguration", List.of(unique("webhooks", "name")));
        table.put(
                "admissionregistration.v1.WebhookClientConfig",
                List.of(anyOf("a target", "service", "url"), atMostOne("target", "service", "url"), WebhookRules::url));
        table.put("admissionregistration.v1.RuleWithOperations", RULE);
        table.put(
                "admissionregistration.v1.ServiceReference",
                List.of(required("name", "namespace"), port("port"), named("path", WebhookRules::servicePath)));
    }

    private static void policies(Map<String, List<Constraint>> table, String group) {
        table.put(group + "MatchCondition", List.of(required("name", "expression"), named("name", Names::qualified)));
        List<Constraint> named = new ArrayList<>(RULE);
        named.add(evenEmpty("resourceNames", PolicyRules::resourceName));
        named.add(PolicyRules.distinct("resourceNames"));
        table.put(group + "NamedRuleWithOperations", named);
        table.put(group + "MatchResources", List.of(oneOf("matchPolicy", "Equivalent", "Exact")));
        table.put(group + "ValidatingAdmissionPolicy", List.of(PolicyRules::auditKeys));
        table.put(
                group + "ValidatingAdmissionPolicySpec",
                List.of(
                        required("matchConstraints"),
                        inside("matchConstraints", required("resourceRules")),
                        oneOf("failurePolicy", "Fail", "Ignore"),
                        unique("matchConditions", "name"),
                        unique("auditAnnotations", "key"),
                        PolicyRules::saysSomething,
                        PolicyRules::expressions));
        table.put(
                group + "ParamKind",
                List.of(
                        required("apiVersion", "kind"),
                        named("apiVersion", PolicyRules::groupVersion),
                        named("kind", Names::kind)));
        table.put(group + "Variable", List.of(required("name", "expression"), named("name", PolicyRules::identifier)));
        table.put(
                group + "Validation",
                List.of(
                        required("expression"),
                        named("message", PolicyRules::line),
                        oneOf("reason", "Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized")));
        table.put(group + "AuditAnnotation", List.of(required("key", "valueExpression")));
        table.put(
                group + "ValidatingAdmissionPolicyBindingSpec",
                List.of(
                        required("policyName", "validationActions"),
                        named("policyName", Names::subdomain),
                        oneOf("validationActions", "Audit", "Deny", "Warn"),
                        PolicyRules.distinct("validationActions"),
                        PolicyRules::denyOrWarn));
        table.put(
                group + "ParamRef",
                List.of(
                        named("name", Names::pathSegment),
                        PolicyRules::nameOrSelector,
                        required("parameterNotFoundAction"),
                        oneOf("parameterNotFoundAction", "Allow", "Deny")));
    }
}
