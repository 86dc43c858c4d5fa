package dev.auditflow.check.schema;

import dev.auditflow.check.Finding;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Severity;
import dev.auditflow.engine.Answer;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Joins what the API server's code says of an object with what the embedded check says. The server decides whether the
 * object is valid. The embedded check knows lines where the server knows none, and what later versions will refuse.
 */
final class ServerFindings {
    /** Tells readers who saw it; the same for all versions, so that equal findings stay equal. */
    private static final String SEEN = " (server engine)";

    /** How the server says that it did not go on to the rules of a CRD. */
    private static final String RULES_LEFT_OUT = "some validation rules were not checked";

    private final Resource resource;
    private final List<Finding> own;

    /** @param own findings of the embedded check over the same object */
    ServerFindings(Resource resource, List<Finding> own) {
        this.resource = resource;
        this.own = own;
    }

    List<Finding> of(Answer answer) {
        List<Finding> findings = new ArrayList<>(own);
        switch (answer.outcome()) {
            case UNKNOWN_KIND, UNSUPPORTED -> {}
            case NOT_SERVED -> {
                if (refusals().isEmpty()) {
                    findings.add(Finding.at(
                            SchemaRules.REMOVED_API,
                            resource,
                            FieldPath.of("apiVersion"),
                            "the API server does not serve %s %s unless a flag turns it on"
                                            .formatted(
                                                    resource.id().apiVersion(),
                                                    resource.id().kind())
                                    + SEEN));
                }
            }
            case VALID -> {
                findings.removeAll(refusals());
                answer.warnings().forEach(warning -> findings.add(warning(warning)));
            }
            case INVALID -> {
                findings.removeAll(refusals());
                findings.addAll(refused(answer));
            }
            case FAILED ->
                findings.add(Finding.at(
                        SchemaRules.ENGINE_FAILED,
                        resource,
                        FieldPath.root(),
                        "the server engine did not check the object: " + answer.message()));
        }
        return findings.stream().distinct().toList();
    }

    private List<Finding> refusals() {
        return own.stream()
                .filter(finding -> finding.severity() == Severity.DENY)
                .toList();
    }

    private List<Finding> refused(Answer answer) {
        if (answer.faults().isEmpty()) {
            return List.of(at(SchemaRules.INVALID_VALUE, FieldPath.root(), answer.message()));
        }
        List<Finding> findings = new ArrayList<>();
        for (Answer.Fault fault : answer.faults()) {
            // Go names no index of a list when a value has the wrong type; the embedded check does.
            if (fault.type().equals("Undecodable") && !refusals().isEmpty()) {
                refusals().forEach(finding -> findings.add(seen(finding)));
            } else {
                findings.add(finding(fault));
            }
        }
        return findings;
    }

    private Finding finding(Answer.Fault fault) {
        if (fault.field().isEmpty() && fault.detail().contains(RULES_LEFT_OUT)) {
            return at(SchemaRules.CEL_NOT_EVALUATED, FieldPath.root(), RULES_LEFT_OUT + "; other faults come first");
        }
        FieldPath path = ServerPath.read(fault.field(), resource.root());
        Optional<Finding> same = refusals().stream()
                .filter(finding -> finding.path().equals(path))
                .findFirst();
        if (fault.type().equals("UnknownField")) {
            return same.filter(finding -> finding.rule().equals(SchemaRules.UNKNOWN_FIELD.id()))
                    .map(ServerFindings::seen)
                    .orElseGet(() -> at(
                            SchemaRules.UNKNOWN_FIELD,
                            path,
                            "there is no field %s here".formatted(Wording.last(path))));
        }
        Rule rule = same.flatMap(finding -> SchemaRules.byId(finding.rule())).orElseGet(() -> rule(fault, path));
        String name = path.isRoot() ? "" : Wording.last(path) + ": ";
        return at(rule, path, name + fault.detail());
    }

    private static Rule rule(Answer.Fault fault, FieldPath path) {
        return switch (fault.type()) {
            case "FieldValueRequired" -> SchemaRules.MISSING_FIELD;
            case "FieldValueTypeInvalid", "Undecodable" -> SchemaRules.WRONG_TYPE;
            case "FieldValueDuplicate", "DuplicateField" -> SchemaRules.DUPLICATE_ENTRY;
            case "FieldValueForbidden" -> SchemaRules.CROSS_FIELD;
            default -> isName(path) ? SchemaRules.INVALID_NAME : SchemaRules.INVALID_VALUE;
        };
    }

    private static boolean isName(FieldPath path) {
        String text = path.toString();
        return text.startsWith("metadata.name")
                || text.contains("metadata.labels")
                || text.contains("metadata.annotations");
    }

    private Finding warning(String text) {
        int colon = text.indexOf(": ");
        FieldPath path = colon < 0 ? FieldPath.root() : ServerPath.read(text.substring(0, colon), resource.root());
        // Not every word before a colon is a path.
        return at(SchemaRules.SERVER_WARNS, resource.at(path).isPresent() ? path : FieldPath.root(), text);
    }

    private Finding at(Rule rule, FieldPath path, String message) {
        return Finding.at(rule, resource, path, message + SEEN);
    }

    private static Finding seen(Finding finding) {
        return finding.withMessage(finding.message() + SEEN);
    }
}
