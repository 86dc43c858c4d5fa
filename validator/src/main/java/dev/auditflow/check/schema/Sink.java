package dev.auditflow.check.schema;

import dev.auditflow.check.Rule;
import dev.auditflow.yaml.FieldPath;

/** Takes what validation finds about one object. */
@FunctionalInterface
interface Sink {
    void report(Rule rule, FieldPath path, String message);
}
