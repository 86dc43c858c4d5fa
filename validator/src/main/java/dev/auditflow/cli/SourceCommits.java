package dev.auditflow.cli;

import dev.auditflow.deploy.SourceCommit;
import dev.auditflow.host.Command;
import dev.auditflow.host.Git;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;

/** The commit that is checked out where the configuration lies; GitHub's variable without git. */
final class SourceCommits {
    private SourceCommits() {}

    static SourceCommit of(Path config) {
        Path folder = Objects.requireNonNull(config.toAbsolutePath().getParent());
        try {
            Command.Result shown =
                    Git.in(folder).run(List.of("show", "--no-patch", "--no-show-signature", "--format=%H %cI", "HEAD"));
            String[] parts = shown.output().strip().split(" ", -1);
            if (shown.exitCode() == 0 && parts.length == 2) {
                return new SourceCommit(
                        parts[0], OffsetDateTime.parse(parts[1]).toInstant().toString());
            }
        } catch (Command.Failure | DateTimeException e) {
            // It is only told where it is known.
        }
        return new SourceCommit(System.getenv().getOrDefault("GITHUB_SHA", ""), "");
    }
}
