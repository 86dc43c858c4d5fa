package dev.auditflow.cli;

import dev.auditflow.check.Run;
import dev.auditflow.config.ConfigException;
import dev.auditflow.host.Command;
import dev.auditflow.host.Git;
import dev.auditflow.report.Excerpts;
import dev.auditflow.report.MarkdownReport;
import dev.auditflow.report.ReportContext;
import dev.auditflow.report.ReportSpec;
import dev.auditflow.report.RepositoryFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes a run's reports to where they were asked for. */
final class Reports {
    private final PrintWriter out;
    private final Set<String> changed;

    Reports(PrintWriter out, Set<String> changed) {
        this.out = out;
        this.changed = changed;
    }

    void write(Run run, Excerpts excerpts, List<ReportSpec> specs) throws ConfigException {
        for (ReportSpec spec : specs) {
            String text = spec.report(new ReportContext(Terminal.hasColour(), repository(), changed, excerpts))
                    .write(run);
            if (spec.isStandardOutput()) {
                TextOutput.print(out, text);
            } else {
                TextOutput.write(spec.file(), text);
            }
            if (spec.format().equals("github")) {
                stepSummary(run);
            }
        }
    }

    private static void stepSummary(Run run) throws ConfigException {
        String file = System.getenv().getOrDefault("GITHUB_STEP_SUMMARY", "");
        if (file.isEmpty()) {
            return;
        }
        try {
            Files.writeString(
                    Path.of(file),
                    new MarkdownReport().write(run),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new ConfigException("GITHUB_STEP_SUMMARY " + file + " cannot be written: " + e.getMessage());
        }
    }

    /** The repository around the working directory: the nearest folder with a {@code .git}. */
    private static RepositoryFiles repository() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(".git"))) {
                return new RepositoryFiles(here, folder);
            }
        }
        return RepositoryFiles.unchanged();
    }

    /** Files that the pull request touches, by GitHub's own variables; empty elsewhere. */
    static Set<String> changedFiles() {
        String base = System.getenv().getOrDefault("GITHUB_BASE_REF", "");
        if (base.isEmpty() || base.startsWith("-")) {
            return Set.of();
        }
        try {
            Command.Result diff =
                    Git.in(Path.of("")).run(List.of("diff", "--name-only", "-z", "origin/" + base + "...HEAD"));
            return diff.exitCode() != 0
                    ? Set.of()
                    : java.util.Arrays.stream(diff.output().split("\0", -1))
                            .filter(name -> !name.isEmpty())
                            .collect(Collectors.toUnmodifiableSet());
        } catch (Command.Failure e) {
            return Set.of();
        }
    }
}
