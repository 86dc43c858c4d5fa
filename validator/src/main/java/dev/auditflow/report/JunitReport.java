package dev.auditflow.report;

import dev.auditflow.check.Finding;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JUnit XML as CI systems read it: a suite is a target, a test case is an object in one check. Warnings are output of a
 * test that passed, never failures.
 */
public final class JunitReport implements Report {
    private record Case(String className, String name) {}

    @Override
    public String write(Run run) {
        StringBuilder suites = new StringBuilder();
        int tests = 0;
        int failures = 0;
        int errors = 0;
        for (Verdict verdict : run.verdicts()) {
            Map<Case, List<Finding>> cases = cases(verdict);
            int failed =
                    (int) cases.values().stream().filter(JunitReport::fails).count();
            int unanswered = verdict.outcome() == Outcome.ERROR ? failed : 0;
            tests += cases.size();
            failures += failed - unanswered;
            errors += unanswered;
            suites.append("  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"0\">\n"
                    .formatted(Xml.escape(verdict.target()), cases.size(), failed - unanswered, unanswered));
            cases.forEach((key, findings) -> testCase(key, findings, unanswered > 0, suites));
            suites.append("  </testsuite>\n");
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<testsuites name=\"auditflow\" tests=\"%d\" failures=\"%d\" errors=\"%d\">\n"
                        .formatted(tests, failures, errors)
                + suites
                + "</testsuites>\n";
    }

    private static Map<Case, List<Finding>> cases(Verdict verdict) {
        Map<Case, List<Finding>> cases = new LinkedHashMap<>();
        for (Finding finding : verdict.findings()) {
            String className = finding.resource().isNone()
                    ? finding.check()
                    : finding.resource().kind() + "@" + finding.resource().apiVersion() + "." + finding.check();
            String name = finding.resource().isNone()
                    ? verdict.target()
                    : finding.resource().toString();
            cases.computeIfAbsent(new Case(className, name), _ -> new ArrayList<>())
                    .add(finding);
        }
        if (cases.isEmpty()) {
            cases.put(new Case("verdict", verdict.target()), List.of());
        }
        return cases;
    }

    private static boolean fails(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.DENY);
    }

    private static void testCase(Case key, List<Finding> findings, boolean error, StringBuilder out) {
        out.append("    <testcase classname=\"%s\" name=\"%s\""
                .formatted(Xml.escape(key.className), Xml.escape(key.name)));
        if (findings.isEmpty()) {
            out.append("/>\n");
            return;
        }
        out.append(">\n");
        List<Finding> denied =
                findings.stream().filter(f -> f.severity() == Severity.DENY).toList();
        if (!denied.isEmpty()) {
            String element = error ? "error" : "failure";
            out.append("      <%s message=\"%s\" type=\"%s\">%s</%s>\n"
                    .formatted(
                            element,
                            Xml.escape(denied.getFirst()
                                    .message()
                                    .lines()
                                    .findFirst()
                                    .orElse("")),
                            Xml.escape(denied.getFirst().rule()),
                            Xml.escape(lines(denied)),
                            element));
        }
        List<Finding> rest =
                findings.stream().filter(f -> f.severity() != Severity.DENY).toList();
        if (!rest.isEmpty()) {
            out.append("      <system-out>%s</system-out>\n".formatted(Xml.escape(lines(rest))));
        }
        out.append("    </testcase>\n");
    }

    private static String lines(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            String cause = Words.cause(finding);
            text.append("%s %s %s: %s\n"
                    .formatted(finding.severity().word(), finding.rule(), finding.path(), finding.message()));
            text.append(cause.isEmpty() ? "" : "  at " + cause + "\n");
            text.append(finding.remedy().isEmpty() ? "" : "  fix " + finding.remedy() + "\n");
        }
        return text.toString();
    }
}
