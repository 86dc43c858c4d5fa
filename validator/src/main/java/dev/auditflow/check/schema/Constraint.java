package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;

/** Something that must hold for a mapping of one definition. */
@FunctionalInterface
interface Constraint {
    void check(MapNode map, FieldPath path, Sink sink);
}
