package dev.auditflow.check.schema;

import dev.auditflow.check.Rule;
import dev.auditflow.check.Severity;
import java.util.List;
import java.util.Optional;

/** The rules of the schema check. */
public final class SchemaRules {
    static final Rule UNKNOWN_FIELD = rule(
            "AF001",
            Severity.DENY,
            "A field does not exist",
            "The API server refuses fields that the kind does not have, or drops them without a word.",
            "Correct the name or the indentation, or remove the field.");
    static final Rule WRONG_TYPE = rule(
            "AF002",
            Severity.DENY,
            "A value has the wrong type",
            "The API server cannot read the object.",
            "Give a value of the type that the field takes; quote numbers and booleans that are meant as strings.");
    static final Rule MISSING_FIELD = rule(
            "AF003",
            Severity.DENY,
            "A required field is missing",
            "The API server refuses the object.",
            "Add the field.");
    static final Rule INVALID_VALUE = rule(
            "AF004",
            Severity.DENY,
            "A value is not allowed",
            "The API server refuses the object: the value is outside what the field takes.",
            "Use one of the values that the message names.");
    static final Rule REMOVED_API = rule(
            "AF006",
            Severity.DENY,
            "The API version is not served",
            "The target's Kubernetes does not know this kind in this version, so the object cannot be created.",
            "Use the API version that the message names.");
    static final Rule DEPRECATED_API = rule(
            "AF007",
            Severity.WARN,
            "The API version will be removed",
            "A later Kubernetes no longer serves it: the upgrade would break the release.",
            "Move to the API version that the message names.");
    static final Rule CEL_RULE = rule(
            "AF008",
            Severity.DENY,
            "A validation rule of the custom resource is violated",
            "The CRD holds the rule in x-kubernetes-validations; the API server evaluates it.",
            "Do what the rule's message says.");
    static final Rule DUPLICATE_ENTRY = rule(
            "AF009",
            Severity.DENY,
            "A list holds the same entry twice",
            "Entries of this list are named by a key, and the API server refuses two with one name.",
            "Remove or rename one of them.");
    static final Rule NO_SCHEMA = rule(
            "AF010",
            Severity.DENY,
            "There is no schema for the kind",
            "The object could not be checked, so it is not let through.",
            "Put the CRD into the chart's crds/ or under schemas.crds of auditflow.yaml, or list the kind under"
                    + " schemas.allowMissing.");
    static final Rule CROSS_FIELD = rule(
            "AF011",
            Severity.DENY,
            "Fields of an object contradict each other",
            "The API server refuses the object.",
            "Make the fields agree as the message says.");
    static final Rule INVALID_NAME = rule(
            "AF012",
            Severity.DENY,
            "A name, label or key is not valid",
            "The API server refuses the object.",
            "Use the characters and the length that the message names.");
    static final Rule CEL_NOT_EVALUATED = rule(
            "AF014",
            Severity.INFO,
            "A validation rule was not evaluated",
            "The rule uses something that exists in the cluster only, or that the evaluator here does not have.",
            "Try the object against a cluster, or accept that this rule is checked there.");

    /** Another program gave no answer; a second try may. */
    public static final Rule ENGINE_FAILED = rule(
            "AF015",
            Severity.DENY,
            "The schema engine did not check the object",
            "Another program that checks objects failed, or gave no answer that says whether the object is valid.",
            "Do what the message says, or use the embedded engine: --schema-engine embedded.");

    static final Rule DROPPED_FIELD = rule(
            "AF016",
            Severity.WARN,
            "A field is dropped without a word",
            "The API server takes the object and leaves the field out, so it has no effect.",
            "Correct the name or the indentation, or remove the field.");

    static final Rule SERVER_WARNS = rule(
            "AF017",
            Severity.WARN,
            "The API server warns",
            "The API server takes the object and tells the client that something in it is deprecated, without effect or"
                    + " likely a mistake. Seen by the server engine only.",
            "Do what the message says.");

    private SchemaRules() {}

    /** All of them, by id. */
    public static List<Rule> all() {
        return List.of(
                UNKNOWN_FIELD,
                WRONG_TYPE,
                MISSING_FIELD,
                INVALID_VALUE,
                REMOVED_API,
                DEPRECATED_API,
                CEL_RULE,
                DUPLICATE_ENTRY,
                NO_SCHEMA,
                CROSS_FIELD,
                INVALID_NAME,
                CEL_NOT_EVALUATED,
                ENGINE_FAILED,
                DROPPED_FIELD,
                SERVER_WARNS);
    }

    static Optional<Rule> byId(String id) {
        return all().stream().filter(rule -> rule.id().equals(id)).findFirst();
    }

    private static Rule rule(String id, Severity severity, String title, String description, String remedy) {
        return new Rule(
                id,
                "schema",
                severity,
                title,
                description,
                remedy,
                "https://github.com/auditflow/auditflow/blob/main/docs/rules/" + id + ".md");
    }
}
