package dev.auditflow.gate;

import dev.auditflow.check.Finding;
import dev.auditflow.check.RunRules;
import dev.auditflow.check.Subject;
import dev.auditflow.manifest.Place;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.FieldPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds objects that are described twice. */
final class Duplicates {
    private Duplicates() {}

    /** What the API server stores an object under; the version of its API is not part of it. */
    private record Key(String group, String kind, String namespace, String name) {
        static Key of(Resource resource, String releaseNamespace) {
            String namespace = resource.id().namespace();
            return new Key(
                    resource.id().group(),
                    resource.id().kind(),
                    namespace.isEmpty() ? releaseNamespace : namespace,
                    resource.id().name());
        }
    }

    static List<Finding> find(Subject subject) {
        Map<Key, Resource> first = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        for (Resource resource : subject.resources()) {
            if (resource.id().name().isEmpty()) {
                continue;
            }
            Resource earlier = first.putIfAbsent(Key.of(resource, subject.namespace()), resource);
            if (earlier != null) {
                Place place = earlier.locate(FieldPath.root()).rendered();
                findings.add(Finding.at(
                        RunRules.DUPLICATE_OBJECT,
                        resource,
                        FieldPath.root(),
                        "%s is already described at %s".formatted(resource.id(), place)));
            }
        }
        return findings;
    }
}
