package dev.auditflow.report;

import dev.auditflow.check.Finding;
import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import dev.auditflow.manifest.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * GitHub workflow commands. GitHub shows ten errors, ten warnings and ten notices of a step, so those in files that the
 * pull request touches come first, and a notice says how many were left out.
 */
public final class GithubReport implements Report {
    private static final int CAP = 10;

    private final Set<String> changed;

    /** @param changed files that the pull request touches, relative to the repository's root; may be empty */
    public GithubReport(Set<String> changed) {
        this.changed = Set.copyOf(changed);
    }

    @Override
    public String write(Run run) {
        List<MergedFinding> findings = new ArrayList<>(MergedFinding.of(run));
        findings.sort(Comparator.comparing(merged -> !touches(merged.finding())));
        StringBuilder out = new StringBuilder();
        for (Severity severity : Severity.values()) {
            List<MergedFinding> same = findings.stream()
                    .filter(merged -> merged.finding().severity() == severity)
                    .toList();
            boolean cut = same.size() > CAP;
            same.stream().limit(cut ? CAP - 1 : CAP).forEach(merged -> annotation(merged, out));
            if (cut) {
                out.append("::%s title=AuditFlow::%d more %s findings; the step summary lists them\n"
                        .formatted(command(severity), same.size() - CAP + 1, severity.word()));
            }
        }
        out.append(Summary.of(run).verdictLine(run)).append('\n');
        return out.toString();
    }

    private boolean touches(Finding finding) {
        return changed.contains(Words.best(finding).file())
                || finding.location().origin().values().stream()
                        .anyMatch(value -> changed.contains(value.place().file()));
    }

    private static void annotation(MergedFinding merged, StringBuilder out) {
        Finding finding = merged.finding();
        Place place = Words.best(finding);
        List<String> properties = new ArrayList<>();
        if (!place.isNone()) {
            properties.add("file=" + property(place.file()));
        }
        if (place.line() > 0) {
            properties.add("line=" + place.line());
        }
        if (place.line() > 0 && place.column() > 0) {
            properties.add("col=" + place.column());
        }
        String subject = Words.subject(finding);
        properties.add("title=" + property(finding.rule() + (subject.isEmpty() ? "" : " " + subject)));
        String remedy = finding.remedy().isEmpty() ? "" : "\n" + finding.remedy();
        String where = merged.where().isEmpty() ? "" : " (" + merged.where() + ")";
        out.append("::%s %s::%s\n"
                .formatted(
                        command(finding.severity()),
                        String.join(",", properties),
                        data(finding.message() + where + remedy)));
    }

    private static String command(Severity severity) {
        return switch (severity) {
            case DENY -> "error";
            case WARN -> "warning";
            case INFO -> "notice";
        };
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
