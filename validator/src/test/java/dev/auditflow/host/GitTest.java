package dev.auditflow.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GitTest {
    @TempDir
    private Path folder;

    private Git git = Git.in(Path.of(""));

    @BeforeEach
    void makeRepository() throws Exception {
        git = Git.in(folder);
        git.output(List.of("init", "-q", "-b", "main"), "no repository");
    }

    @Test
    void worksInItsFolder() throws Exception {
        assertThat(git.line(List.of("symbolic-ref", "HEAD"), "no branch")).isEqualTo("refs/heads/main");
        assertThat(git.run(List.of("hash-object", "--stdin"), "hello\n").output())
                .isEqualTo("ce013625030ba8dba906f756967f9e9ca394464a\n");
    }

    @Test
    void saysWhatFailedWithGitsOwnWords() {
        assertThatThrownBy(() -> git.output(List.of("rev-parse", "--verify", "nowhere"), "There is no such commit"))
                .isInstanceOf(Command.Failure.class)
                .hasMessage("There is no such commit (fatal: Needed a single revision)");
    }

    @Test
    void asksNobodyAndShowsNoPassword() {
        assertThatThrownBy(() -> git.within(Duration.ofSeconds(20))
                        .output(List.of("ls-remote", "http://me:hunter2@127.0.0.1:1/x.git"), "It does not answer"))
                .hasMessageStartingWith("It does not answer (fatal: ")
                .hasMessageContaining("http://127.0.0.1:1/x.git")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void addsVariablesToItsOwn() throws Exception {
        String index = folder.resolve("other").toString();
        Git other = git.with(Map.of("GIT_INDEX_FILE", index)).with(Map.of("GIT_AUTHOR_NAME", "Ada"));
        assertThat(other.environment()).hasSize(2);
        assertThat(other.line(List.of("rev-parse", "--git-path", "index"), "no index"))
                .isEqualTo(index);
    }

    @Test
    void stopsWhatDoesNotEnd() {
        assertThatThrownBy(() -> git.within(Duration.ofMillis(100)).run(List.of("-c", "alias.wait=!sleep 60", "wait")))
                .hasMessage("git did not end within 0 s and was stopped");
    }
}
