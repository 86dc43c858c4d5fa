package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.manifest.Place;
import dev.auditflow.yaml.MapNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gatekeeper's ConstraintTemplate: code, and the kind of constraint that gives it parameters.
 *
 * @param kind of its constraints
 * @param title a few words; the kind if the template has none
 * @param rego null if {@code cel} judges: Gatekeeper takes that where a template has both
 * @param cel null if {@code rego} judges
 * @param operations that the webhook asks it about; empty for all
 */
public record ConstraintTemplate(
        String kind,
        String title,
        String description,
        @Nullable RegoSource rego,
        @Nullable CelSource cel,
        ConstraintSchema schema,
        Set<String> operations,
        Place place) {
    /** The API group of templates. */
    public static final String GROUP = "templates.gatekeeper.sh";

    public ConstraintTemplate {
        operations = Set.copyOf(operations);
    }

    /**
     * A template as its manifest has it.
     *
     * @param file path as the user knows it
     * @throws PolicyLoadException naming the line, if Gatekeeper would not take it or this program cannot run it
     */
    public static ConstraintTemplate read(MapNode object, String file) throws PolicyLoadException {
        return new TemplateReader(object, file).read();
    }

    boolean takes(String operation) {
        return operations.isEmpty() || operations.contains("*") || operations.contains(operation);
    }
}
