package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.host.Digest;
import dev.auditflow.manifest.Place;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.MapNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Templates and the constraints that use them.
 *
 * @param templates by kind
 * @param constraints by id
 * @param digest {@code sha256:<hex>} over all of them
 */
public record GatekeeperLibrary(List<ConstraintTemplate> templates, List<Constraint> constraints, String digest) {
    private static final String SUFFIX = ".gatekeeper.sh";

    /** What stands beside templates and constraints, and why it cannot run here. */
    private static final Map<String, String> REFUSED = Map.of(
            "mutations" + SUFFIX, "objects are judged here and never changed. Keep mutations with Gatekeeper",
            "expansion" + SUFFIX,
                    "objects are not expanded into those that a controller makes of them. Let the constraint match the workload's own kind",
            "externaldata" + SUFFIX,
                    "policies have no network, so there are no providers. Pass what they look up as parameters");

    public GatekeeperLibrary {
        templates = List.copyOf(templates);
        constraints = List.copyOf(constraints);
    }

    /** An object of a manifest, and the file as the user knows it. */
    public record Source(MapNode object, String file) {
        private Place place() {
            return new Place(file, object.mark().line(), 0);
        }

        private String group() {
            String version = object.string("apiVersion").orElse("");
            int slash = version.indexOf('/');
            return slash < 0 ? "" : version.substring(0, slash);
        }
    }

    /** Nothing. */
    public static GatekeeperLibrary none() {
        return new GatekeeperLibrary(List.of(), List.of(), new Digest().text());
    }

    /** Whether there is nothing in it. */
    public boolean isEmpty() {
        return templates.isEmpty() && constraints.isEmpty();
    }

    /**
     * The templates and constraints among some objects; what is neither, and not Gatekeeper's, is left out.
     *
     * @throws PolicyLoadException for what Gatekeeper would not take, and for what this program cannot do
     */
    public static GatekeeperLibrary of(List<Source> sources) throws PolicyLoadException {
        Digest digest = new Digest();
        Map<String, ConstraintTemplate> templates = new TreeMap<>();
        for (Source source : sources) {
            String reason = REFUSED.get(source.group());
            if (reason != null) {
                throw new PolicyLoadException("%s: %s of Gatekeeper is not supported: %s."
                        .formatted(
                                source.place(), source.object().string("kind").orElse("an object"), reason));
            }
            if (source.group().equals(ConstraintTemplate.GROUP)) {
                ConstraintTemplate template = ConstraintTemplate.read(source.object(), source.file());
                refuseTwo(template.kind(), templates.putIfAbsent(template.kind(), template), template);
                digest.add(source.file()).add(Json.bytes(source.object()));
            }
        }
        Map<String, Constraint> constraints = new TreeMap<>();
        for (Source source : sources) {
            if (source.group().equals(Constraint.GROUP)) {
                Constraint constraint = constraint(source, templates);
                Constraint other = constraints.putIfAbsent(constraint.id(), constraint);
                if (other != null && !other.spec().equals(constraint.spec())) {
                    throw new PolicyLoadException("%s: there is another constraint %s in %s; give it another name"
                            .formatted(constraint.place(), constraint.id(), other.place()));
                }
                digest.add(source.file()).add(Json.bytes(source.object()));
            }
        }
        return new GatekeeperLibrary(List.copyOf(templates.values()), List.copyOf(constraints.values()), digest.text());
    }

    private static void refuseTwo(
            String kind, @org.jspecify.annotations.Nullable ConstraintTemplate other, ConstraintTemplate template)
            throws PolicyLoadException {
        if (other != null) {
            throw new PolicyLoadException("%s: there is another ConstraintTemplate of the kind %s in %s"
                    .formatted(template.place(), kind, other.place()));
        }
    }

    private static Constraint constraint(Source source, Map<String, ConstraintTemplate> templates)
            throws PolicyLoadException {
        String kind = source.object().string("kind").orElse("");
        ConstraintTemplate template = templates.get(kind);
        if (template == null) {
            throw new PolicyLoadException(
                    "%s: no ConstraintTemplate of the policies defines the kind %s; name its file too"
                            .formatted(source.place(), kind));
        }
        try {
            return Constraint.read(source.object(), template, source.file());
        } catch (Constraint.Invalid e) {
            throw new PolicyLoadException(String.valueOf(e.getMessage()));
        }
    }
}
