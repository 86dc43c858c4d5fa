package dev.auditflow.report;

import dev.auditflow.check.Account;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Run;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import java.util.stream.Collectors;

/** How reports for people say where something is and what was skipped. */
final class Words {
    private Words() {}

    /** {@code Deployment/web spec.replicas}; empty for findings about no object. */
    static String subject(Finding finding) {
        if (finding.resource().isNone()) {
            return "";
        }
        return finding.path().isRoot() ? finding.resource().toString() : finding.resource() + " " + finding.path();
    }

    /** The object and field, or what the rule says when the finding is about neither. */
    static String heading(Finding finding, Run run) {
        String subject = subject(finding);
        Rule rule = run.rules().get(finding.rule());
        return subject.isEmpty() && rule != null ? rule.title() : subject;
    }

    /**
     * The template's place and the values behind it: {@code x.yaml:31 ← values.yaml:12 replicaCount}. A tilde before
     * the place says that the line computed the text. Empty when no template is known.
     */
    static String cause(Location location) {
        String template = template(location.origin());
        String values = values(location.origin());
        return template.isEmpty() || values.isEmpty() ? template : template + " ← " + values;
    }

    /** The template's place, {@code ~} before one that computed the text; empty when there is none. */
    static String template(Origin origin) {
        if (origin.template().isNone()) {
            return "";
        }
        return switch (origin.precision()) {
            case EXACT -> origin.template().toString();
            case DERIVED -> "~ " + origin.template();
            case UNKNOWN -> origin.template().file() + " (line unknown)";
        };
    }

    /** The values keys that were read, each with the place that set it. */
    static String values(Origin origin) {
        return origin.values().stream().map(Words::value).collect(Collectors.joining(", "));
    }

    /** The place in the rendering; the line alone where the rendered file is named as its template. */
    static String rendered(Location location) {
        Place rendered = location.rendered();
        boolean same = rendered.line() > 0
                && rendered.file().equals(location.origin().template().file());
        return same ? "line " + rendered.line() : rendered.toString();
    }

    private static String value(Origin.ValueOrigin value) {
        return (value.place().isNone() ? "" : value.place() + " ") + value.key();
    }

    /** What a target's line of the account says was left out: {@code 3 × custom resources: no schema}. */
    static String skip(Account.Skip skip) {
        return (skip.count() == 0 ? "" : skip.count() + " × ") + skip.what() + ": " + skip.reason();
    }

    /** The best single place to look: the template where it is known, else the rendering. Lines are never guessed. */
    static Place best(Finding finding) {
        Origin origin = finding.location().origin();
        if (origin.template().isNone()) {
            return finding.location().rendered();
        }
        return origin.precision() == Origin.Precision.UNKNOWN
                ? Place.file(origin.template().file())
                : origin.template();
    }
}
