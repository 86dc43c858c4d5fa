package dev.auditflow.report;

import dev.auditflow.check.Finding;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import java.util.stream.Collectors;

/** How reports for people say where something is. */
final class Words {
    private Words() {}

    /** {@code Deployment/web spec.replicas}, or the target for findings about no object. */
    static String subject(Finding finding) {
        if (finding.resource().isNone()) {
            return "";
        }
        return finding.path().isRoot() ? finding.resource().toString() : finding.resource() + " " + finding.path();
    }

    /** The template's place and the values behind it: {@code x.yaml:31 ← values.yaml:12 replicaCount}. */
    static String cause(Finding finding) {
        Origin origin = finding.location().origin();
        if (origin.template().isNone()) {
            return "";
        }
        String values = origin.values().stream()
                .map(value -> (value.place().isNone() ? "" : value.place() + " ") + value.key())
                .collect(Collectors.joining(", "));
        String precision = switch (origin.precision()) {
            case EXACT -> "";
            case DERIVED -> " (derived)";
            case UNKNOWN -> " (line unknown)";
        };
        return origin.template() + precision + (values.isEmpty() ? "" : " ← " + values);
    }

    /** The best single place to look: the template where its line is known, else the rendering. */
    static Place best(Finding finding) {
        Place template = finding.location().origin().template();
        Place rendered = finding.location().rendered();
        return template.isNone() ? rendered : template;
    }
}
