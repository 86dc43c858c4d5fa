package dev.auditflow.gate;

import dev.auditflow.check.Check;
import dev.auditflow.check.Subject;
import dev.auditflow.manifest.Resource;
import java.util.List;
import java.util.Set;

/**
 * The checks of a run.
 *
 * @param shared schema and policy checks, one instance for all targets
 * @param golden the golden files, one set for each target
 * @param off checks that the configuration or a flag turned off: {@code schemas}, {@code policies}
 * @param allowMissingSchemas kinds without a schema that the configuration lets through, as {@code group/Kind}
 */
public record Checks(List<Check> shared, GoldenFiles golden, Set<String> off, Set<String> allowMissingSchemas) {
    public Checks {
        shared = List.copyOf(shared);
        off = Set.copyOf(off);
        allowMissingSchemas = Set.copyOf(allowMissingSchemas);
    }

    /** Digest of what a check brings, empty if it does not run. */
    public String digest(String check, Subject subject) {
        return shared.stream()
                .filter(candidate -> candidate.name().equals(check))
                .map(found -> found.digest(subject))
                .findFirst()
                .orElse("");
    }

    /** Whether a verdict may stand although none of these was applied. */
    boolean mayBeMissing(String subject, List<Resource> resources) {
        boolean allowed = subject.equals("schemas")
                && resources.stream()
                        .allMatch(resource -> allowMissingSchemas.contains(
                                resource.id().group() + "/" + resource.id().kind()));
        return off.contains(subject) || allowed;
    }
}
