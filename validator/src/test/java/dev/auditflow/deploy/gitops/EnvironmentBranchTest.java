package dev.auditflow.deploy.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.auditflow.config.GitAccess;
import dev.auditflow.config.GitSettings;
import dev.auditflow.host.Command;
import dev.auditflow.host.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real repositories: what is pushed, what is refused, and what somebody else does in between. */
final class EnvironmentBranchTest {
    private static final String BRANCH = "environments/staging";

    @TempDir
    private Path folder;

    private Path bare = Path.of("");
    private Git git = Git.in(Path.of(""));

    @BeforeEach
    void makeRepository() throws Exception {
        bare = Files.createDirectories(folder.resolve("remote.git"));
        git = Git.in(bare)
                .with(Map.of(
                        "GIT_AUTHOR_NAME",
                        "Ada",
                        "GIT_AUTHOR_EMAIL",
                        "ada@example.com",
                        "GIT_COMMITTER_NAME",
                        "Ada",
                        "GIT_COMMITTER_EMAIL",
                        "ada@example.com"));
        git("init", "--quiet", "--bare", ".");
    }

    private String git(String... arguments) throws Command.Failure {
        return git.line(List.of(arguments), "git failed");
    }

    private static Content content(String folder, Map<String, String> files) {
        Map<String, String> all = new TreeMap<>(files);
        all.put(Content.METADATA, "{}\n");
        return new Content(folder, new TreeMap<>(all), new TreeMap<>());
    }

    private EnvironmentBranch open(String key) throws GitException {
        return EnvironmentBranch.open(new Remote(bare.toString(), Map.of()), settings(key));
    }

    private EnvironmentBranch open() throws GitException {
        return open("");
    }

    private GitSettings settings(String key) {
        return new GitSettings(
                "origin",
                BRANCH,
                GitSettings.Reconciler.ARGOCD,
                "argocd",
                "",
                false,
                false,
                key,
                "Promoter <promoter@example.com>",
                GitAccess.none(),
                folder.resolve("auditflow.yaml"));
    }

    private List<String> files(String ref) throws Command.Failure {
        return git("ls-tree", "-r", "--name-only", ref).lines().toList();
    }

    /** A commit of somebody else, with one more file at the root. */
    private void commitOfSomebodyElse(String file) throws Command.Failure {
        String index = folder.resolve("index-of-" + file).toString();
        Git other = git.with(Map.of("GIT_INDEX_FILE", index));
        other.output(List.of("read-tree", BRANCH), "no tree");
        String blob =
                git.run(List.of("hash-object", "-w", "--stdin"), file).output().strip();
        other.output(List.of("update-index", "--add", "--cacheinfo", "100644," + blob + "," + file), "no index");
        String tree = other.line(List.of("write-tree"), "no tree");
        String commit = git("commit-tree", tree, "-p", BRANCH, "-m", "by hand");
        git("update-ref", "refs/heads/" + BRANCH, commit);
    }

    private void hook(String name, String script) throws IOException {
        Path hook = bare.resolve("hooks").resolve(name);
        Files.createDirectories(bare.resolve("hooks"));
        Files.writeString(hook, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void theFirstCommitMakesTheBranchAndLaterOnesRemoveWhatIsStale() throws Exception {
        try (EnvironmentBranch branch = open()) {
            assertThat(branch.head()).isEmpty();
            branch.publish(content("web", Map.of("a.yaml", "a: 1\n", "old.yaml", "o: 1\n")), "first\n");
            String second = branch.publish(content("web", Map.of("a.yaml", "a: 2\n")), "second\n\nPlan: 1\n");
            assertThat(git("rev-parse", BRANCH)).isEqualTo(second).isEqualTo(branch.head());
        }
        assertThat(files(BRANCH)).containsExactly("web/a.yaml", "web/auditflow.metadata");
        assertThat(git("show", BRANCH + ":web/a.yaml")).isEqualTo("a: 2");
        assertThat(git("log", "--format=%s by %cn", BRANCH)).isEqualTo("second by Promoter\nfirst by Promoter");
    }

    @Test
    void sameFilesFromAnotherCommitAreNoChange() throws Exception {
        try (EnvironmentBranch branch = open()) {
            branch.publish(content("web", Map.of("a.yaml", "a: 1\n")), "first\n");
            Content other = content("web", Map.of("a.yaml", "a: 1\n", "README.md", "other\n"));
            assertThat(branch.holds(other)).isTrue();
            assertThat(branch.holds(content("web", Map.of("a.yaml", "a: 2\n")))).isFalse();
            assertThat(branch.holds(content("web", Map.of("a.yaml", "a: 1\n", "b.yaml", "b: 1\n"))))
                    .isFalse();
        }
    }

    @Test
    void promotersAtOnceLoseNoCommit() throws Exception {
        List<Future<String>> pushed = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (String release : List.of("a", "b", "c", "d")) {
                pushed.add(threads.submit(() -> {
                    try (EnvironmentBranch branch = open()) {
                        return branch.publish(content(release, Map.of("m.yaml", release + ": 1\n")), release + "\n");
                    }
                }));
            }
        }
        for (Future<String> commit : pushed) {
            assertThat(git("merge-base", "--is-ancestor", commit.get(), BRANCH)).isEmpty();
        }
        assertThat(files(BRANCH)).contains("a/m.yaml", "b/m.yaml", "c/m.yaml", "d/m.yaml");
        assertThat(git("rev-list", "--count", BRANCH)).isEqualTo("4");
    }

    @Test
    void whatSomebodyElsePushedInBetweenStays() throws Exception {
        try (EnvironmentBranch branch = open()) {
            branch.publish(content("web", Map.of("a.yaml", "a: 1\n")), "first\n");
            commitOfSomebodyElse("theirs.yaml");
            branch.publish(content("web", Map.of("a.yaml", "a: 2\n")), "second\n");
        }
        assertThat(files(BRANCH)).contains("theirs.yaml", "web/a.yaml");
        assertThat(git("log", "--format=%s", BRANCH)).isEqualTo("second\nby hand\nfirst");
    }

    @Test
    void aBranchThatIsOvertakenAllTheTimeIsGivenUp() throws Exception {
        try (EnvironmentBranch branch = open()) {
            String first = branch.publish(content("web", Map.of("a.yaml", "a: 1\n")), "first\n");
            // Whoever pushes finds that somebody else has just moved the branch.
            hook("pre-receive", """
                    unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
                    export GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x@x GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x@x
                    new=$(git commit-tree "$(git rev-parse '%1$s^{tree}')" -p %1$s -m again)
                    git update-ref refs/heads/%1$s "$new"
                    """.formatted(BRANCH));
            assertThatThrownBy(() -> branch.publish(content("web", Map.of("a.yaml", "a: 2\n")), "second\n"))
                    .isInstanceOfSatisfying(
                            GitException.class, e -> assertThat(e.isKnown()).isTrue())
                    .hasMessageContaining("is pushed to by others all the time");
            assertThat(git("show", BRANCH + ":web/a.yaml")).isEqualTo("a: 1");
            assertThat(git("merge-base", "--is-ancestor", first, BRANCH)).isEmpty();
        }
    }

    @Test
    void aRejectingHookIsToldWithItsWords() throws Exception {
        hook("pre-receive", "echo 'Nobody pushes on Fridays.' >&2; exit 1\n");
        try (EnvironmentBranch branch = open()) {
            assertThatThrownBy(() -> branch.publish(content("web", Map.of("a.yaml", "a: 1\n")), "first\n"))
                    .hasMessageContaining("refuses the push to environments/staging")
                    .hasMessageContaining("pre-receive hook declined")
                    .hasMessageContaining("Nobody pushes on Fridays.")
                    .hasMessageContaining("review: true");
        }
        assertThat(git("for-each-ref")).isEmpty();
    }

    @Test
    void aRewrittenBranchIsSeenBeforeAndWhileItIsPushedTo() throws Exception {
        try (EnvironmentBranch branch = open()) {
            String first = branch.publish(content("web", Map.of("a.yaml", "a: 1\n")), "first\n");
            String second = branch.publish(content("web", Map.of("a.yaml", "a: 2\n")), "second\n");
            branch.keep(second);
            // Put back to an earlier commit, a plain push would take it forward again.
            git("update-ref", "refs/heads/" + BRANCH, first);
            assertThatThrownBy(() -> branch.publish(content("web", Map.of("a.yaml", "a: 3\n")), "third\n"))
                    .hasMessageContaining("does not hold the commit " + second)
                    .hasMessageContaining("somebody rewrote the branch")
                    .hasMessageContaining("--adopt-branch");
            assertThat(git("rev-parse", BRANCH)).isEqualTo(first);
        }
        try (EnvironmentBranch branch = open()) {
            git("update-ref", "-d", "refs/heads/" + BRANCH);
            branch.fetch();
            assertThat(branch.head()).isEmpty();
        }
    }

    @Test
    void aFolderThatNobodyPromotedIsNotReplaced() throws Exception {
        try (EnvironmentBranch branch = open()) {
            Content foreign = new Content("web", new TreeMap<>(Map.of("precious.yaml", "p: 1\n")), new TreeMap<>());
            branch.publish(foreign, "by hand\n");
            assertThatThrownBy(() -> branch.publish(content("web", Map.of("a.yaml", "a: 1\n")), "first\n"))
                    .hasMessageContaining("holds files that no promotion wrote, such as precious.yaml");
            assertThat(files(BRANCH)).containsExactly("web/precious.yaml");
        }
    }

    @Test
    void goingBackIsANewCommitOfTheReleaseAlone() throws Exception {
        try (EnvironmentBranch branch = open()) {
            String good = branch.publish(content("web", Map.of("a.yaml", "a: 1\n")), "good\n");
            branch.publish(content("api", Map.of("a.yaml", "a: 7\n")), "other\n");
            String bad = branch.publish(content("web", Map.of("a.yaml", "a: 2\n", "b.yaml", "b: 1\n")), "bad\n");
            String back = branch.restore("web", good, "back\n");
            assertThat(git("rev-parse", back + "^")).isEqualTo(bad);
            assertThat(branch.isSame("web", good, back)).isTrue();
            assertThat(files(BRANCH))
                    .containsExactly("api/a.yaml", "api/auditflow.metadata", "web/a.yaml", "web/auditflow.metadata");
        }
    }

    @Test
    void proposalsStackUntilTheyAreMerged() throws Exception {
        try (EnvironmentBranch branch = open()) {
            assertThatThrownBy(() -> branch.propose(content("web", Map.of("a.yaml", "a: 1\n")), "web\n"))
                    .hasMessageContaining("There is no branch environments/staging");
            branch.publish(content("web", Map.of("a.yaml", "a: 1\n")), "first\n");
            branch.propose(content("web", Map.of("a.yaml", "a: 2\n")), "web\n");
            branch.propose(content("api", Map.of("a.yaml", "a: 2\n")), "api\n");
            assertThat(branch.proposes(content("web", Map.of("a.yaml", "a: 2\n"))))
                    .isTrue();
            assertThat(branch.holds(content("web", Map.of("a.yaml", "a: 2\n")))).isFalse();
            commitOfSomebodyElse("theirs.yaml");
            branch.fetch();
            branch.propose(content("job", Map.of("a.yaml", "a: 2\n")), "job\n");
            assertThat(files(BRANCH + "-next")).contains("theirs.yaml", "web/a.yaml", "api/a.yaml", "job/a.yaml");
            git("update-ref", "refs/heads/" + BRANCH, BRANCH + "-next");
            branch.fetch();
            assertThat(branch.holds(content("web", Map.of("a.yaml", "a: 2\n")))).isTrue();
            String after = branch.propose(content("web", Map.of("a.yaml", "a: 3\n")), "web again\n");
            assertThat(git("rev-parse", after + "^")).isEqualTo(branch.head());
        }
    }

    @Test
    void commitsAreSignedByAnSshKey() throws Exception {
        assumeTrue(Command.find("ssh-keygen").isPresent(), "install openssh-client to run this test");
        Path key = folder.resolve("signing");
        Command.of(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "promoter", "-f", key.toString()))
                .run();
        try (EnvironmentBranch branch = open(key.toString())) {
            branch.publish(content("web", Map.of("a.yaml", "a: 1\n")), "signed\n");
        }
        Path allowed = folder.resolve("allowed");
        Files.writeString(allowed, "promoter@example.com " + Files.readString(Path.of(key + ".pub")));
        Command.Result verified =
                git.run(List.of("-c", "gpg.ssh.allowedSignersFile=" + allowed, "verify-commit", BRANCH));
        assertThat(verified.exitCode()).as(verified.errors()).isZero();
        assertThatThrownBy(() -> open(folder.resolve("missing").toString()))
                .hasMessageContaining("for signing commits is not there");
        Files.writeString(folder.resolve("broken"), "no key\n");
        Files.writeString(folder.resolve("broken.pub"), "no key\n");
        try (EnvironmentBranch branch = open(folder.resolve("broken").toString())) {
            assertThatThrownBy(() -> branch.publish(content("web", Map.of("a.yaml", "a: 2\n")), "unsigned\n"))
                    .hasMessageContaining("git makes no commit signed by");
            assertThat(git("show", BRANCH + ":web/a.yaml")).isEqualTo("a: 1");
        }
    }

    @Test
    void commitsAreSignedByGpg() throws Exception {
        assumeTrue(Command.find("gpg").isPresent(), "install gnupg to run this test");
        Path home = Files.createDirectory(
                folder.resolve("gpg"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Map<String, String> where = Map.of("GNUPGHOME", home.toString());
        gpg(
                where,
                "--passphrase",
                "",
                "--quick-gen-key",
                "Promoter <promoter@example.com>",
                "ed25519",
                "sign",
                "never");
        Remote remote = new Remote(bare.toString(), where);
        try (EnvironmentBranch branch = EnvironmentBranch.open(remote, settings("gpg:promoter@example.com"))) {
            branch.publish(content("web", Map.of("a.yaml", "a: 1\n")), "signed\n");
        }
        Command.Result verified = git.with(where).run(List.of("verify-commit", BRANCH));
        assertThat(verified.exitCode()).as(verified.errors()).isZero();
        try (EnvironmentBranch branch = EnvironmentBranch.open(remote, settings("gpg:0000000000000000"))) {
            assertThatThrownBy(() -> branch.publish(content("web", Map.of("a.yaml", "a: 2\n")), "unsigned\n"))
                    .hasMessageContaining("git makes no commit signed by gpg:0000000000000000");
        }
        assertThat(git("show", BRANCH + ":web/a.yaml")).isEqualTo("a: 1");
        Command.of(List.of("gpgconf", "--kill", "gpg-agent"))
                .withEnvironment(where)
                .run();
    }

    private static void gpg(Map<String, String> environment, String... arguments) throws Command.Failure {
        List<String> argv = new ArrayList<>(List.of("gpg", "--batch", "--quiet"));
        argv.addAll(List.of(arguments));
        Command.Result result = Command.of(argv).withEnvironment(environment).run();
        assertThat(result.exitCode()).as(result.errors()).isZero();
    }

    @Test
    void whatIsNoRepositoryIsSaid() {
        assertThatThrownBy(() -> Remote.of("nowhere.git", folder, GitAccess.none()))
                .hasMessageContaining("The repository here has no remote \"nowhere.git\"");
        assertThatThrownBy(() -> Remote.of("../nowhere.git", folder, GitAccess.none()))
                .hasMessageContaining("There is no repository")
                .hasMessageContaining("nowhere.git");
        assertThatThrownBy(() -> EnvironmentBranch.open(new Remote(folder.toString(), Map.of()), settings("")))
                .hasMessageContaining("cannot be read, so nothing was changed");
        assertThatThrownBy(() -> Remote.of(
                        "http://127.0.0.1/x.git", folder, GitAccess.none().with("token")))
                .hasMessageContaining("A token is only sent over HTTPS");
        assertThatThrownBy(() -> EnvironmentBranch.open(new Remote("ext::sh -c true", Map.of()), settings("")))
                .hasMessageContaining("transport 'ext' not allowed");
    }
}
