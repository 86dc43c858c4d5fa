package dev.auditflow.deploy.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.auditflow.host.Command;
import dev.auditflow.host.Git;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a working copy must be, and need not be, for a commit that leads back to it. */
final class DryCommitTest {
    @TempDir
    private Path folder;

    private Path copy = Path.of("");
    private Git git = Git.in(Path.of(""));

    @BeforeEach
    void makeRepository() throws Exception {
        copy = Files.createDirectories(folder.resolve("copy"));
        git = Git.in(copy)
                .with(Map.of(
                        "GIT_AUTHOR_NAME",
                        "Ada",
                        "GIT_AUTHOR_EMAIL",
                        "ada@example.com",
                        "GIT_COMMITTER_NAME",
                        "Ada",
                        "GIT_COMMITTER_EMAIL",
                        "ada@example.com",
                        "GIT_AUTHOR_DATE",
                        "2026-11-01T14:00:00+02:00"));
        git("init", "-q", "-b", "main");
        git("remote", "add", "origin", "https://me:hunter2@example.com/x.git");
        Files.createDirectories(copy.resolve("chart"));
        Files.writeString(copy.resolve("chart/values.yaml"), "a: 1\n");
        git("add", "-A");
        git("commit", "-q", "-m", "First\n\nWhy.");
        Files.writeString(copy.resolve("chart/values.yaml"), "a: 2\n");
        git("commit", "-q", "-a", "-m", "Second\n\nWhy, and\n\nwhy else.");
    }

    private String git(String... arguments) throws Command.Failure {
        return git.line(List.of(arguments), "git failed");
    }

    private DryCommit read() throws GitException {
        return DryCommit.of(copy, List.of(copy.resolve("chart")));
    }

    @Test
    void tellsTheCommitWithoutCredentials() throws Exception {
        assertThat(read())
                .isEqualTo(new DryCommit(
                        "https://example.com/x.git",
                        git("rev-parse", "HEAD"),
                        "Ada <ada@example.com>",
                        "2026-11-01T12:00:00Z",
                        "Second",
                        "Why, and\n\nwhy else."));
    }

    @Test
    void aDetachedHeadAndAShallowCloneAreEnough() throws Exception {
        git("checkout", "-q", "--detach", "HEAD");
        String head = git("rev-parse", "HEAD");
        assertThat(read().sha()).isEqualTo(head);
        Path shallow = folder.resolve("shallow");
        git("clone", "-q", "--depth=1", "file://" + copy, shallow.toString());
        assertThat(DryCommit.of(shallow, List.of(shallow.resolve("chart"))).sha())
                .isEqualTo(head);
    }

    @Test
    void whatIsNotCommittedIsRefusedWhereItMatters() throws Exception {
        Files.writeString(copy.resolve("notes.txt"), "not part of the chart\n");
        assertThat(read().subject()).isEqualTo("Second");
        Files.writeString(copy.resolve("chart/new.yaml"), "a: 1\n");
        assertThatThrownBy(this::read)
                .hasMessageContaining("chart/new.yaml is not as in the commit")
                .hasMessageContaining("commit it, or take it back");
        Files.delete(copy.resolve("chart/new.yaml"));
        Files.delete(copy.resolve("chart/values.yaml"));
        assertThatThrownBy(this::read).hasMessageContaining("chart/values.yaml is not as in the commit");
    }

    @Test
    void aBrokenWorkingCopyIsSaid() throws Exception {
        Path none = Files.createDirectories(folder.resolve("none"));
        assertThatThrownBy(() -> DryCommit.of(none, List.of()))
                .hasMessageContaining("There is no commit that the rendering could be led back to")
                .hasMessageContaining("not a git repository");
        Files.writeString(copy.resolve(".git/HEAD"), "nonsense\n");
        assertThatThrownBy(this::read).hasMessageContaining("promote from a checkout of the repository");
        Git empty = Git.in(none);
        empty.output(List.of("init", "-q"), "no repository");
        assertThatThrownBy(() -> DryCommit.of(none, List.of())).hasMessageContaining("There is no commit");
    }
}
