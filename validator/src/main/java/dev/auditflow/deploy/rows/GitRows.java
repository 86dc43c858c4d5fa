package dev.auditflow.deploy.rows;

import dev.auditflow.host.Command;
import dev.auditflow.host.Folders;
import dev.auditflow.host.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A ledger in a file on a branch of a Git repository, a commit for each row. It is pushed without force, so of two who add the same
 * row only one gets through; that is the compare-and-set. No working tree is touched: commits are made in a repository of their
 * own that lives as long as one operation. Git logs in as it always does there, and asks nobody.
 */
public final class GitRows implements LedgerRows {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String KEPT = "refs/auditflow/ledger";

    private final String repository;
    private final String branch;
    private final String file;

    /**
     * The ledger of a release in an environment.
     *
     * @param place the repository must be there; the branch need not
     */
    public GitRows(LedgerPlace.Git place, String environment, String release) {
        this.repository = place.repository();
        this.branch = "refs/heads/" + place.branch();
        this.file = "%s/%s.jsonl".formatted(environment, release);
    }

    @Override
    public List<String> lines() throws Unavailable {
        return with(work -> work.fetch().isEmpty() ? List.of() : work.lines());
    }

    @Override
    public boolean append(int seen, String line) throws Unavailable {
        return with(work -> {
            Optional<String> head = work.fetch();
            List<String> lines = new ArrayList<>(head.isEmpty() ? List.of() : work.lines());
            if (lines.size() != seen) {
                return false;
            }
            lines.add(line);
            return work.push(head, String.join("\n", lines) + "\n");
        });
    }

    private interface Operation<T> {
        T run(Work work) throws Unavailable;
    }

    private <T> T with(Operation<T> operation) throws Unavailable {
        try {
            Path folder = Files.createTempDirectory("auditflow-ledger-");
            try {
                Work work = new Work(folder);
                work.good("init", "--quiet", "--bare", ".");
                return operation.run(work);
            } finally {
                Folders.delete(folder);
            }
        } catch (IOException e) {
            throw new Unavailable("A folder for git cannot be used: " + e.getMessage());
        }
    }

    /** One operation in a repository of its own. */
    private final class Work {
        private final Git git;

        Work(Path folder) {
            this.git = Git.in(folder)
                    .within(LIMIT)
                    .with(Map.of(
                            "GIT_DIR", folder.toString(),
                            "GIT_AUTHOR_NAME", "auditflow",
                            "GIT_AUTHOR_EMAIL", "auditflow@localhost",
                            "GIT_COMMITTER_NAME", "auditflow",
                            "GIT_COMMITTER_EMAIL", "auditflow@localhost"));
        }

        /** The newest commit of the branch; empty if there is no such branch. */
        Optional<String> fetch() throws Unavailable {
            if (good("ls-remote", "--", repository, branch).isBlank()) {
                return Optional.empty();
            }
            good("fetch", "--quiet", "--depth=1", "--", repository, "+" + branch + ":" + KEPT);
            return Optional.of(good("rev-parse", KEPT).strip());
        }

        List<String> lines() throws Unavailable {
            if (good("ls-tree", "--name-only", KEPT, "--", file).isBlank()) {
                return List.of();
            }
            return good("show", KEPT + ":" + file).lines().toList();
        }

        /** @return whether nobody else pushed since */
        boolean push(Optional<String> head, String text) throws Unavailable {
            if (head.isPresent()) {
                good("read-tree", head.get());
            }
            String blob = run(text, "hash-object", "-w", "--stdin").output().strip();
            good("update-index", "--add", "--cacheinfo", "100644," + blob + "," + file);
            String tree = good("write-tree").strip();
            List<String> commit = new ArrayList<>(List.of("commit-tree", tree, "-m", "ledger: " + file));
            head.ifPresent(parent -> commit.addAll(List.of("-p", parent)));
            String made = good(commit.toArray(String[]::new)).strip();
            Command.Result pushed = run("", "push", "--quiet", "--porcelain", "--", repository, made + ":" + branch);
            if (pushed.exitCode() == 0) {
                return true;
            }
            String now = good("ls-remote", "--", repository, branch);
            if (!now.startsWith(head.orElse("")) || (head.isEmpty() && !now.isBlank())) {
                return false;
            }
            throw refused("push", pushed);
        }

        String good(String... arguments) throws Unavailable {
            Command.Result result = run("", arguments);
            if (result.exitCode() != 0) {
                throw refused(arguments[0], result);
            }
            return result.output();
        }

        private Command.Result run(String input, String... arguments) throws Unavailable {
            try {
                return git.run(List.of(arguments), input);
            } catch (Command.Failure e) {
                throw new Unavailable("The ledger's repository cannot be used: " + e.getMessage());
            }
        }

        /** What git says may hold the address, and that a password. */
        private Unavailable refused(String verb, Command.Result result) {
            String last = result.errors().replace(repository, "the repository").strip();
            return new Unavailable("The ledger's repository cannot be used, git %s says: %s"
                    .formatted(verb, last.lines().reduce((_, later) -> later).orElse("nothing")));
        }
    }
}
