package dev.auditflow.check;

import dev.auditflow.manifest.Problem;
import java.util.List;

/** Rules of the run itself: what could not be rendered, read or checked, and waivers that rot. */
public final class RunRules {
    private static final String DOCS = "https://github.com/auditflow/auditflow/blob/main/docs/rules/";

    public static final Rule NOT_RENDERED = rule(
            "AF901",
            "render",
            Severity.DENY,
            "The target could not be rendered",
            "Nothing of this target was checked, so there is no verdict over it.",
            "Fix what the message names, then run again.");
    public static final Rule NOTHING_CHECKED = rule(
            "AF902",
            "run",
            Severity.DENY,
            "Nothing was checked",
            "The target gave no object, or no schema or policy applied to any. A gate that passes it would lie.",
            "Check the input and the values; a target that is meant to be empty should leave auditflow.yaml.");
    public static final Rule UNREADABLE = rule(
            "AF903",
            "run",
            Severity.DENY,
            "The rendering is not readable YAML",
            "What follows the place in the text could not be read, so it was not checked.",
            "Fix the YAML at the place named.");
    public static final Rule NOT_AN_OBJECT = rule(
            "AF904",
            "run",
            Severity.DENY,
            "A document is no Kubernetes object",
            "Every document needs apiVersion and kind. The API server refuses the release otherwise.",
            "Add apiVersion and kind, or keep the file out of the release.");
    public static final Rule NOT_REPEATABLE = rule(
            "AF905",
            "render",
            Severity.WARN,
            "The rendering is not the same twice",
            "The chart uses something random or the time. What is deployed is not what was checked.",
            "Set the value that the chart would make up, or take it from an existing Secret.");
    public static final Rule WAIVER_EXPIRED = rule(
            "AF906",
            "run",
            Severity.DENY,
            "A waiver has expired",
            "Its findings count again.",
            "Fix the finding, or renew the waiver with a new reason.");
    public static final Rule WAIVER_UNUSED = rule(
            "AF907",
            "run",
            Severity.WARN,
            "A waiver covers nothing",
            "No finding of this run matches it. It would hide the next one without anybody deciding so.",
            "Remove it.");
    public static final Rule WAIVER_MALFORMED = rule(
            "AF908",
            "run",
            Severity.DENY,
            "A waiver annotation cannot be read",
            "auditflow.dev/waive takes lines of the form \"AF012: reason\"; the reason is required.",
            "Write the rule id, a colon and the reason.");
    public static final Rule DUPLICATE_OBJECT = rule(
            "AF909",
            "run",
            Severity.DENY,
            "Two documents describe the same object",
            "Helm refuses to install it, and kubectl applies whichever comes last.",
            "Rename or remove one of them.");

    public static final Rule DEFECT = rule(
            "AF910",
            "run",
            Severity.DENY,
            "AuditFlow itself failed",
            "This is a defect of AuditFlow. The target was not checked to the end, so there is no verdict over it.",
            "Please report it with the input that shows it.");

    public static final Rule DUPLICATE_KEY = rule(
            "AF005",
            "schema",
            Severity.DENY,
            "A key is set twice",
            "The API server refuses duplicate keys; other readers keep one of them without a word.",
            "Remove one of them.");
    public static final Rule AMBIGUOUS_SCALAR = rule(
            "AF013",
            "schema",
            Severity.WARN,
            "An unquoted word is read as a boolean",
            "YAML 1.1, which Kubernetes reads, takes yes, no, on, off, y and n for booleans; YAML 1.2 does not.",
            "Write true or false, or put the word in quotes.");

    private RunRules() {}

    /** All of them, by id. */
    public static List<Rule> all() {
        return List.of(
                NOT_RENDERED,
                NOTHING_CHECKED,
                UNREADABLE,
                NOT_AN_OBJECT,
                NOT_REPEATABLE,
                WAIVER_EXPIRED,
                WAIVER_UNUSED,
                WAIVER_MALFORMED,
                DUPLICATE_OBJECT,
                DEFECT,
                DUPLICATE_KEY,
                AMBIGUOUS_SCALAR);
    }

    /** What is wrong with the text of a rendering, as a finding. */
    public static Finding finding(Problem problem) {
        Rule rule = switch (problem.kind()) {
            case UNREADABLE -> UNREADABLE;
            case NOT_AN_OBJECT -> NOT_AN_OBJECT;
            case DUPLICATE_KEY -> DUPLICATE_KEY;
            case AMBIGUOUS_SCALAR -> AMBIGUOUS_SCALAR;
        };
        return new Finding(
                rule.id(),
                rule.check(),
                rule.severity(),
                problem.message(),
                problem.resource(),
                problem.path(),
                problem.location(),
                rule.remedy());
    }

    private static Rule rule(
            String id, String check, Severity severity, String title, String description, String remedy) {
        return new Rule(id, check, severity, title, description, remedy, DOCS + id + ".md");
    }
}
