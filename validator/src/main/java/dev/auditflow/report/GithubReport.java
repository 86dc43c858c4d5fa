package dev.auditflow.report;

import dev.auditflow.check.Finding;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * GitHub workflow commands. GitHub shows ten errors, ten warnings and ten notices of a step, so those in files that the
 * pull request touches come first, and the last one says how many were left out.
 */
public final class GithubReport implements Report {
    private static final int CAP = 10;

    private final RepositoryFiles files;
    private final Set<String> changed;

    /** @param changed files that the pull request touches, relative to the repository's root; may be empty */
    public GithubReport(RepositoryFiles files, Set<String> changed) {
        this.files = files;
        this.changed = Set.copyOf(changed);
    }

    @Override
    public String write(Run run) {
        Summary summary = Summary.of(run);
        List<MergedFinding> findings = new ArrayList<>(summary.findings());
        findings.sort(Comparator.comparing(merged -> !touches(merged)));
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
        if (run.outcome() != Outcome.PASS && summary.count(Severity.DENY) == 0) {
            out.append("::error title=AuditFlow::")
                    .append(data(summary.verdictLine()))
                    .append('\n');
        }
        return out.append(summary.verdictLine()).append('\n').toString();
    }

    private boolean touches(MergedFinding merged) {
        return merged.occurrences().stream().anyMatch(occurrence -> {
            Origin origin = occurrence.location().origin();
            return touches(origin.template())
                    || touches(occurrence.location().rendered())
                    || origin.values().stream().anyMatch(value -> touches(value.place()));
        });
    }

    private boolean touches(Place place) {
        return RepositoryFiles.isFile(place) && changed.contains(files.name(place.file()));
    }

    private void annotation(MergedFinding merged, StringBuilder out) {
        Finding finding = merged.finding();
        String subject = Words.subject(finding);
        List<String> properties = properties(Words.best(finding));
        properties.add("title=" + property(finding.rule() + (subject.isEmpty() ? "" : " " + subject)));
        StringBuilder message = new StringBuilder(finding.message());
        message.append(merged.where().isEmpty() ? "" : "\n(" + merged.where() + ")");
        for (Origin.ValueOrigin value : finding.location().origin().values()) {
            message.append("\nvalue ").append(value.key());
            message.append(value.place().isNone() ? "" : " from " + value.place());
        }
        message.append(finding.remedy().isEmpty() ? "" : "\nfix: " + finding.remedy());
        out.append("::%s %s::%s\n"
                .formatted(command(finding.severity()), String.join(",", properties), data(message.toString())));
    }

    private List<String> properties(Place place) {
        List<String> properties = new ArrayList<>();
        if (RepositoryFiles.isFile(place)) {
            properties.add("file=" + property(files.name(place.file())));
            if (place.line() > 0) {
                properties.add("line=" + place.line());
            }
            if (place.line() > 0 && place.column() > 0) {
                properties.add("col=" + place.column());
            }
        }
        return properties;
    }

    private static String command(Severity severity) {
        return switch (severity) {
            case DENY -> "error";
            case WARN -> "warning";
            case INFO -> "notice";
        };
    }

    private static String data(String text) {
        return Printable.text(text)
                .replace("%", "%25")
                .replace("\r", "%0D")
                .replace("\n", "%0A")
                .replace("##[", "## [");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
