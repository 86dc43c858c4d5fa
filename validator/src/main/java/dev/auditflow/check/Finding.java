package dev.auditflow.check;

import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.FieldPath;
import java.util.Comparator;

/**
 * One thing that a check has to say.
 *
 * @param rule id of the {@link Rule}
 * @param check which check reports it
 * @param resource {@link ResourceId#none()} when it is about the target itself
 * @param path the field; root when it is about the whole object
 * @param remedy what to do; may be empty
 */
public record Finding(
        String rule,
        String check,
        Severity severity,
        String message,
        ResourceId resource,
        FieldPath path,
        Location location,
        String remedy)
        implements Comparable<Finding> {
    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::severity)
            .thenComparing(Finding::resource)
            .thenComparing(Finding::rule)
            .thenComparing(Finding::path)
            .thenComparing(Finding::message)
            .thenComparing(f -> f.location().rendered().toString());

    /** A finding about a field of an object. */
    public static Finding at(Rule rule, Resource resource, FieldPath path, String message) {
        return new Finding(
                rule.id(),
                rule.check(),
                rule.severity(),
                message,
                resource.id(),
                path,
                resource.locate(path),
                rule.remedy());
    }

    /** A finding about a target as a whole, or about a file. */
    public static Finding about(Rule rule, Location location, String message) {
        return new Finding(
                rule.id(),
                rule.check(),
                rule.severity(),
                message,
                ResourceId.none(),
                FieldPath.root(),
                location,
                rule.remedy());
    }

    public Finding withSeverity(Severity other) {
        return new Finding(rule, check, other, message, resource, path, location, remedy);
    }

    public Finding withMessage(String other) {
        return new Finding(rule, check, severity, other, resource, path, location, remedy);
    }

    public Finding withRemedy(String other) {
        return new Finding(rule, check, severity, message, resource, path, location, other);
    }

    public Finding withLocation(Location other) {
        return new Finding(rule, check, severity, message, resource, path, other, remedy);
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }
}
