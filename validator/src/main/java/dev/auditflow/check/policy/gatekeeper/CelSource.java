package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.manifest.Place;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The CEL of a template of the engine K8sNativeValidation, which has the parts of a ValidatingAdmissionPolicy.
 *
 * @param conditions the object is not looked at unless all hold
 * @param ignoresErrors whether an expression that cannot be evaluated lets the object pass
 */
public record CelSource(
        List<Variable> variables, List<Variable> conditions, List<Validation> validations, boolean ignoresErrors) {
    private static final Set<String> OWN_VARIABLES = Set.of("params", "anyObject");
    private static final String RESERVED = "gatekeeper_internal_";

    public CelSource {
        variables = List.copyOf(variables);
        conditions = List.copyOf(conditions);
        validations = List.copyOf(validations);
    }

    /**
     * A named expression.
     *
     * @param place {@code file:line} as the user knows it
     */
    public record Variable(String name, String expression, String place) {}

    /**
     * What must be true.
     *
     * @param message empty for none
     * @param messageExpression empty for none
     * @param place {@code file:line} as the user knows it
     */
    public record Validation(String expression, String message, String messageExpression, String place) {}

    static CelSource read(MapNode source, String file, String kind) throws PolicyLoadException {
        List<Validation> validations = new ArrayList<>();
        for (MapNode entry : entries(source, "validations")) {
            validations.add(new Validation(
                    entry.string("expression").orElse(""),
                    entry.string("message").orElse(""),
                    entry.string("messageExpression").orElse(""),
                    place(entry, file)));
        }
        CelSource read = new CelSource(
                named(source, "variables", file),
                named(source, "matchCondition", file),
                validations,
                source.string("failurePolicy").filter("Ignore"::equals).isPresent());
        for (Variable variable : read.variables()) {
            if (OWN_VARIABLES.contains(variable.name()) || variable.name().startsWith(RESERVED)) {
                throw new PolicyLoadException("%s: the template of %s has a variable %s, a name that Gatekeeper keeps."
                        .formatted(variable.place(), kind, variable.name()));
            }
        }
        return read;
    }

    private static List<Variable> named(MapNode source, String key, String file) {
        return entries(source, key).stream()
                .map(entry -> new Variable(
                        entry.string("name").orElse(""),
                        entry.string("expression").orElse(""),
                        place(entry, file)))
                .toList();
    }

    private static List<MapNode> entries(MapNode source, String key) {
        List<MapNode> entries = new ArrayList<>();
        for (Node item : source.list(key).map(ListNode::items).orElse(List.of())) {
            if (item instanceof MapNode entry) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static String place(MapNode entry, String file) {
        return new Place(file, entry.mark().line(), 0).toString();
    }
}
