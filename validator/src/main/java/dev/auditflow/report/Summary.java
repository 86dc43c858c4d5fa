package dev.auditflow.report;

import dev.auditflow.check.Account;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run adds up to: counts, one line for the verdict, and one account over all targets. */
record Summary(int denials, int warnings, int infos, int waived, int failedTargets, List<Account.Line> account) {
    Summary {
        account = List.copyOf(account);
    }

    static Summary of(Run run) {
        Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
        int waived = 0;
        int failed = 0;
        for (MergedFinding merged : MergedFinding.of(run)) {
            counts.merge(merged.finding().severity(), 1, Integer::sum);
        }
        for (Verdict verdict : run.verdicts()) {
            waived += verdict.waived().size();
            failed += verdict.outcome() == Outcome.PASS ? 0 : 1;
        }
        return new Summary(
                counts.getOrDefault(Severity.DENY, 0),
                counts.getOrDefault(Severity.WARN, 0),
                counts.getOrDefault(Severity.INFO, 0),
                waived,
                failed,
                added(run));
    }

    /** One line a person can act on. */
    String verdictLine(Run run) {
        String word = run.outcome().word().toUpperCase(Locale.ROOT);
        int targets = run.verdicts().size();
        String where = failedTargets == 0
                ? "%s passed".formatted(count(targets, "target"))
                : "%d of %s did not pass".formatted(failedTargets, count(targets, "target"));
        String findings = denials + warnings + infos == 0
                ? "no findings"
                : "%d deny, %d warn, %d info".formatted(denials, warnings, infos);
        return "%s  %s · %s%s".formatted(word, where, findings, waived == 0 ? "" : " · %d waived".formatted(waived));
    }

    static String count(int number, String noun) {
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
        Map<String, Account.Skip> skips = new LinkedHashMap<>();
        List<Account.Skip> all = new ArrayList<>(a.skipped());
        all.addAll(b.skipped());
        for (Account.Skip skip : all) {
            skips.merge(
                    skip.what() + "\n" + skip.reason(),
                    skip,
                    (x, y) -> new Account.Skip(x.what(), x.count() + y.count(), x.reason()));
        }
        return new Account.Line(
                a.subject(), a.found() + b.found(), a.checked() + b.checked(), List.copyOf(skips.values()));
    }
}
