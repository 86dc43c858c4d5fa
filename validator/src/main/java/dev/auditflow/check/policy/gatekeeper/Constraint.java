package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.check.Severity;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.check.schema.StructuralSchema;
import dev.auditflow.manifest.Place;
import dev.auditflow.yaml.MapNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gatekeeper's constraint: parameters for a template, and the objects that it is about.
 *
 * @param spec with the defaults of its schema
 */
public record Constraint(
        ConstraintTemplate template, String name, MapNode spec, Match match, Enforcement enforcement, Place place) {
    /** The API group of constraints. */
    public static final String GROUP = "constraints.gatekeeper.sh";

    private static final Set<String> VERSIONS = Set.of("v1beta1", "v1alpha1");

    /** It is not what the schema of its template asks for, or no constraint at all. */
    public static final class Invalid extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean bySchema;

        Invalid(String message, boolean bySchema) {
            super(message);
            this.bySchema = bySchema;
        }

        /** Whether a field has a value that the schema does not allow, or lacks one that it asks for. */
        public boolean isBySchema() {
            return bySchema;
        }
    }

    /**
     * A constraint as its manifest has it.
     *
     * @param file path as the user knows it
     * @throws Invalid with a sentence, if Gatekeeper would not take it
     */
    public static Constraint read(MapNode object, ConstraintTemplate template, String file) throws Invalid {
        Place place = new Place(file, object.mark().line(), object.mark().column());
        String name = object.map("metadata").flatMap(m -> m.string("name")).orElse("");
        String shown = "%s: the constraint %s %s ".formatted(place, template.kind(), name);
        String version = object.string("apiVersion").orElse("").substring(GROUP.length() + 1);
        if (name.isEmpty() || name.length() > 63 || !name.matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?")) {
            throw new Invalid(
                    shown + "needs a metadata.name of at most 63 lower case letters, digits, dots and dashes.", false);
        }
        if (!VERSIONS.contains(version)) {
            throw new Invalid(shown + "has the version %s; there are v1beta1 and v1alpha1.".formatted(version), false);
        }
        MapNode given = object.map("spec").orElse(new MapNode(List.of(), object.mark()));
        refuseMisfit(given, template, shown);
        MapNode spec = template.schema().withDefaults(given);
        try {
            Optional<MapNode> match = spec.map("match");
            return new Constraint(
                    template,
                    name,
                    spec,
                    match.isEmpty() ? Match.everything() : Match.read(match.get()),
                    Enforcement.read(spec),
                    place);
        } catch (PolicyLoadException e) {
            throw new Invalid(shown + e.getMessage() + ".", false);
        }
    }

    /** What has a value that is not allowed is said before what nobody knows. */
    private static void refuseMisfit(MapNode given, ConstraintTemplate template, String shown) throws Invalid {
        List<StructuralSchema.Fault> faults = template.schema().faults(given).stream()
                .sorted(Comparator.comparing(StructuralSchema.Fault::unknownField))
                .toList();
        if (!faults.isEmpty()) {
            StructuralSchema.Fault fault = faults.getFirst();
            String path = fault.path().toString();
            throw new Invalid(
                    shown
                            + "does not fit the schema of its template, at spec%s: %s%s"
                                    .formatted(
                                            path.isEmpty() ? "" : "." + path,
                                            fault.message(),
                                            fault.message().endsWith("?") ? "" : "."),
                    !fault.unknownField());
        }
    }

    /** The id that findings carry: {@code <kind>.<name>}. */
    public String id() {
        return template.kind() + "." + name;
    }

    /** Parameters, an empty object if there are none. */
    public MapNode parameters() {
        return spec.map("parameters").orElse(new MapNode(List.of(), spec.mark()));
    }

    /** Kinds of objects that it names; empty if it may be about any. */
    public Set<String> kinds() {
        return match.namedKinds();
    }

    /** Whether it must know the labels of an object's namespace. */
    public boolean asksForNamespace() {
        return match.namespaceLabels() != null;
    }

    /** Severity of its violations at a place, empty if it is not looked at there. */
    public Optional<Severity> severity(EnforcementPoint point) {
        return enforcement.at(point);
    }
}
