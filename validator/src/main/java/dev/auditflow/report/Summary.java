package dev.auditflow.report;

import dev.auditflow.check.Account;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run adds up to. Findings count once however many targets have them.
 *
 * @param findings all of the run, merged, in the order of every report
 * @param account over all targets
 */
record Summary(Run run, List<MergedFinding> findings, List<Account.Line> account) {
    Summary {
        findings = List.copyOf(findings);
        account = List.copyOf(account);
    }

    static Summary of(Run run) {
        return new Summary(run, MergedFinding.of(run), added(run));
    }

    int count(Severity severity) {
        return (int) findings.stream()
                .filter(merged -> merged.finding().severity() == severity)
                .count();
    }

    int waived() {
        return run.verdicts().stream()
                .mapToInt(verdict -> verdict.waived().size())
                .sum();
    }

    int targets() {
        return run.verdicts().size();
    }

    /** {@code 2 of 6 targets did not pass}. */
    String headline() {
        if (targets() == 0) {
            return "no target was checked";
        }
        long failed = run.verdicts().stream()
                .filter(verdict -> verdict.outcome() != Outcome.PASS)
                .count();
        return failed == 0
                ? counted(targets(), "target") + " passed"
                : failed + " of " + counted(targets(), "target") + " did not pass";
    }

    /** One line a person can act on: {@code FAIL  2 deny, 1 warn · 2 of 6 targets did not pass · 48 documents checked}. */
    String verdictLine() {
        List<String> counts = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            if (count(severity) > 0) {
                counts.add(count(severity) + " " + severity.word());
            }
        }
        StringBuilder line = new StringBuilder(run.outcome().word().toUpperCase(Locale.ROOT))
                .append("  ")
                .append(counts.isEmpty() ? "no findings" : String.join(", ", counts))
                .append(" · ")
                .append(headline());
        account.stream()
                .filter(one -> one.subject().equals("documents"))
                .forEach(one -> line.append(" · ")
                        .append(counted(one.checked(), "document"))
                        .append(" checked"));
        return line.append(waived() == 0 ? "" : " · %d waived".formatted(waived()))
                .toString();
    }

    static String counted(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** The account's lines of all targets, added up by subject; skips with the same reason are one. */
    private static List<Account.Line> added(Run run) {
        Map<String, Account.Line> bySubject = new LinkedHashMap<>();
        List<Account.Line> all = new ArrayList<>(run.account().lines());
        run.verdicts().forEach(verdict -> all.addAll(verdict.account().lines()));
        for (Account.Line line : all) {
            bySubject.merge(line.subject(), line, Summary::plus);
        }
        return List.copyOf(bySubject.values());
    }

    private static Account.Line plus(Account.Line a, Account.Line b) {
        record What(String what, String reason) {}
        Map<What, Account.Skip> skips = new LinkedHashMap<>();
        List<Account.Skip> all = new ArrayList<>(a.skipped());
        all.addAll(b.skipped());
        for (Account.Skip skip : all) {
            skips.merge(
                    new What(skip.what(), skip.reason()),
                    skip,
                    (x, y) -> new Account.Skip(x.what(), x.count() + y.count(), x.reason()));
        }
        return new Account.Line(
                a.subject(), a.found() + b.found(), a.checked() + b.checked(), List.copyOf(skips.values()));
    }
}
