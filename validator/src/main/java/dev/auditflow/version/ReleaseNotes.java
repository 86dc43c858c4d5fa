package dev.auditflow.version;

import dev.auditflow.config.ConfigException;
import dev.auditflow.host.AtomicFiles;
import dev.auditflow.report.MarkdownReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is new in the next version of a part, as Markdown: its commits by what they are, and what they change beyond that. */
public final class ReleaseNotes {
    private ReleaseNotes() {}

    /**
     * Writes {@code PART.md} for each part that is released next.
     *
     * @return the files
     * @throws ConfigException if one cannot be written
     */
    public static List<Path> write(List<NextVersion> plans, Path folder) throws ConfigException {
        List<Path> written = new ArrayList<>();
        for (NextVersion plan : plans) {
            if (!isNext(plan)) {
                continue;
            }
            List<String> charts = ChartFile.of(plan.part().chart()).dependencies();
            List<String> inner = plans.stream()
                    .filter(other -> charts.contains(other.chart()) && isNext(other))
                    .map(other -> other.chart() + " " + version(other))
                    .toList();
            Path file = folder.resolve(plan.part().name() + ".md");
            try {
                AtomicFiles.write(file, of(plan, inner));
            } catch (IOException e) {
                throw new ConfigException(file + " cannot be written: " + e.getMessage());
            }
            written.add(file);
        }
        return written;
    }

    private static boolean isNext(NextVersion plan) {
        return plan.isBehind() || plan.isToPublish();
    }

    /** Files may hold more than is needed: a version that a person chose. */
    private static SemanticVersion version(NextVersion plan) {
        return plan.isBehind() ? plan.next() : plan.current();
    }

    private static String of(NextVersion plan, List<String> inner) {
        String heading = "## " + plan.part().name() + " " + version(plan) + "\n";
        if (plan.released().isEmpty()) {
            return heading + "\nThe first release.\n";
        }
        List<Commit> commits =
                plan.commits().stream().filter(commit -> !isOfARelease(commit)).toList();
        Set<String> said = plan.commits().stream().map(Commit::toString).collect(Collectors.toSet());
        StringBuilder out = new StringBuilder(heading)
                .append("\nSince ")
                .append(plan.released().get())
                .append(".\n");
        for (Kind kind : Kind.values()) {
            List<String> lines = commits.stream()
                    .filter(commit -> Kind.of(commit) == kind)
                    .map(ReleaseNotes::line)
                    .toList();
            section(kind.title, lines, out);
        }
        section("Charts in it", inner, out);
        // A patch changes what its commits say; what demands more may be what nobody said.
        List<String> reasons = plan.reasons().stream()
                .filter(reason -> plan.bump() != Bump.PATCH && !said.contains(reason) && !inner.contains(reason))
                .map(MarkdownReport::escape)
                .toList();
        section("What is rendered and allowed", reasons, out);
        return out.toString();
    }

    private static void section(String title, List<String> lines, StringBuilder out) {
        if (!lines.isEmpty()) {
            out.append("\n### ").append(title).append("\n\n");
            lines.forEach(line -> out.append("- ").append(line).append('\n'));
        }
    }

    private static String line(Commit commit) {
        String scope = commit.scope().isEmpty() ? "" : "**" + MarkdownReport.escape(commit.scope()) + ":** ";
        // A type that has no section of its own says something too.
        boolean known = commit.type().equals("feat") || commit.type().equals("fix");
        String what = MarkdownReport.escape(known ? commit.description() : commit.subject());
        String breaking = commit.breaking().isEmpty() ? "" : ". " + MarkdownReport.escape(commit.breaking());
        return (known ? scope : "") + what + " (" + commit.id() + ")" + breaking;
    }

    /** The commit that wrote the versions is no news. */
    private static boolean isOfARelease(Commit commit) {
        return commit.type().equals("release")
                || (commit.type().equals("chore") && commit.scope().equals("release"));
    }

    private enum Kind {
        BREAKING("Breaking changes"),
        ADDED("Added"),
        FIXED("Fixed"),
        OTHER("Other changes");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        private static Kind of(Commit commit) {
            if (commit.bump() == Bump.MAJOR) {
                return BREAKING;
            }
            return switch (commit.type()) {
                case "feat" -> ADDED;
                case "fix" -> FIXED;
                default -> OTHER;
            };
        }
    }
}
