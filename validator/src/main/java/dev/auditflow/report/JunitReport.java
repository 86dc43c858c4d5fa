package dev.auditflow.report;

import dev.auditflow.check.Account;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * JUnit XML as CI systems read it: a suite is a target, a test case is an object in one check, one more stands for each
 * line of the account and one for the verdict. Warnings are output of a test that passed, never failures; a verdict
 * that is no pass always has a failed case.
 */
public final class JunitReport implements Report {
    private record Case(String className, String name) {}

    /** How a test case ended. */
    private enum Result {
        PASSED,
        SKIPPED,
        FAILURE,
        ERROR
    }

    private record Test(Case name, Result result, String type, String message, String details, String output) {}

    private record Suite(String name, List<Test> tests) {
        long count(Result result) {
            return tests.stream().filter(test -> test.result() == result).count();
        }
    }

    @Override
    public String write(Run run) {
        List<Suite> suites = new ArrayList<>();
        run.verdicts().forEach(verdict -> suites.add(suite(verdict)));
        List<Test> whole = new ArrayList<>();
        run.account().lines().forEach(line -> whole.add(account(line)));
        whole.add(verdict(run.outcome(), "run", Summary.of(run).headline()));
        suites.add(new Suite("run", whole));
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        out.append("<testsuites name=\"auditflow\" tests=\"%d\" failures=\"%d\" errors=\"%d\">\n"
                .formatted(
                        suites.stream().mapToInt(suite -> suite.tests().size()).sum(),
                        suites.stream()
                                .mapToLong(suite -> suite.count(Result.FAILURE))
                                .sum(),
                        suites.stream()
                                .mapToLong(suite -> suite.count(Result.ERROR))
                                .sum()));
        suites.forEach(suite -> write(suite, out));
        return out.append("</testsuites>\n").toString();
    }

    private static Suite suite(Verdict verdict) {
        Map<Case, List<Finding>> cases = new LinkedHashMap<>();
        for (Finding finding : verdict.findings()) {
            boolean whole = finding.resource().isNone();
            String className = whole
                    ? "target"
                    : finding.resource().kind() + "@" + finding.resource().apiVersion();
            String name = whole ? verdict.target() : name(finding);
            cases.computeIfAbsent(new Case(className, name + " (" + finding.check() + ")"), _ -> new ArrayList<>())
                    .add(finding);
        }
        List<Test> tests = new ArrayList<>();
        cases.forEach((name, findings) -> tests.add(test(name, findings)));
        verdict.account().lines().forEach(line -> tests.add(account(line)));
        String counts = Summary.counted(verdict.findings().size(), "finding");
        tests.add(verdict(verdict.outcome(), verdict.target(), counts));
        return new Suite(verdict.target(), tests);
    }

    private static String name(Finding finding) {
        String namespace = finding.resource().namespace();
        String name = finding.resource().name().isEmpty()
                ? "(no name)"
                : finding.resource().name();
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    private static Test test(Case name, List<Finding> findings) {
        List<Finding> denied =
                findings.stream().filter(f -> f.severity() == Severity.DENY).toList();
        List<Finding> rest =
                findings.stream().filter(f -> f.severity() != Severity.DENY).toList();
        if (denied.isEmpty()) {
            return new Test(name, Result.PASSED, "", "", "", lines(rest));
        }
        Finding first = denied.getFirst();
        String more = denied.size() == 1 ? "" : " (and %d more)".formatted(denied.size() - 1);
        String message = Printable.firstLine(first.message()) + more;
        return new Test(name, Result.FAILURE, first.rule(), message, lines(denied), lines(rest));
    }

    /** Something that was there and not checked is a skipped test, so that nobody takes it for a green one. */
    private static Test account(Account.Line line) {
        String skips = line.skipped().stream().map(Words::skip).collect(Collectors.joining("\n"));
        boolean skipped = line.found() > 0 && line.checked() == 0;
        String counts = "%d found, %d checked".formatted(line.found(), line.checked());
        return new Test(
                new Case("account", line.subject()),
                skipped ? Result.SKIPPED : Result.PASSED,
                "",
                skipped ? skips : "",
                "",
                counts + (skips.isEmpty() ? "" : "\nskipped " + skips.replace("\n", "\nskipped ")) + "\n");
    }

    private static Test verdict(Outcome outcome, String name, String counts) {
        Result result = switch (outcome) {
            case PASS -> Result.PASSED;
            case FAIL -> Result.FAILURE;
            case ERROR -> Result.ERROR;
        };
        String message = outcome == Outcome.PASS ? "" : outcome.word() + ": " + counts;
        return new Test(new Case("verdict", name), result, outcome.word(), message, "", "");
    }

    private static void write(Suite suite, StringBuilder out) {
        out.append("  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\">\n"
                .formatted(
                        Xml.escape(suite.name()),
                        suite.tests().size(),
                        suite.count(Result.FAILURE),
                        suite.count(Result.ERROR),
                        suite.count(Result.SKIPPED)));
        suite.tests().forEach(test -> write(test, out));
        out.append("  </testsuite>\n");
    }

    private static void write(Test test, StringBuilder out) {
        out.append("    <testcase classname=\"%s\" name=\"%s\">"
                .formatted(
                        Xml.escape(test.name().className()),
                        Xml.line(test.name().name())));
        switch (test.result()) {
            case PASSED -> {}
            case SKIPPED -> out.append("\n      <skipped message=\"%s\"/>".formatted(Xml.line(test.message())));
            case FAILURE -> problem("failure", test, out);
            case ERROR -> problem("error", test, out);
        }
        if (!test.output().isEmpty()) {
            out.append("\n      <system-out>%s</system-out>".formatted(Xml.escape(test.output())));
        }
        boolean empty = test.result() == Result.PASSED && test.output().isEmpty();
        out.append(empty ? "</testcase>\n" : "\n    </testcase>\n");
    }

    private static void problem(String element, Test test, StringBuilder out) {
        out.append("\n      <%s type=\"%s\" message=\"%s\">%s</%s>"
                .formatted(
                        element, Xml.line(test.type()), Xml.line(test.message()), Xml.escape(test.details()), element));
    }

    private static String lines(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            String cause = Words.cause(finding.location());
            String path = finding.path().isRoot() ? "" : " " + finding.path();
            text.append("%s %s%s: %s\n".formatted(finding.severity().word(), finding.rule(), path, finding.message()));
            text.append(cause.isEmpty() ? "" : "  at " + cause + "\n");
            text.append(
                    finding.location().rendered().isNone()
                            ? ""
                            : "  rendered " + finding.location().rendered() + "\n");
            text.append(finding.remedy().isEmpty() ? "" : "  fix " + finding.remedy() + "\n");
        }
        return text.toString();
    }
}
