package dev.auditflow.deploy.gitops;

import dev.auditflow.config.GitSettings;
import dev.auditflow.host.Command;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The branch that an environment's reconciler reads. It only ever grows: every change is a new commit on what is there, and is
 * pushed only if that is still there. When somebody else was faster, the branch is read again and the commit made anew.
 */
public final class EnvironmentBranch implements AutoCloseable {
    private static final int TRIES = 8;
    private static final String OURS = "refs/auditflow/";

    private final Remote remote;
    private final GitSettings settings;
    private final Repository repository;
    private String head = "";
    private String next = "";
    private String kept = "";

    private EnvironmentBranch(Remote remote, GitSettings settings, Repository repository) {
        this.remote = remote;
        this.settings = settings;
        this.repository = repository;
    }

    /** Reads it. @throws GitException if the remote does not answer, or there is no right to read it */
    public static EnvironmentBranch open(Remote remote, GitSettings settings) throws GitException {
        Repository repository =
                Repository.create(remote.variables(), CommitStyle.of(settings.committer(), settings.signingKey()));
        try {
            EnvironmentBranch branch = new EnvironmentBranch(remote, settings, repository);
            branch.fetch();
            return branch;
        } catch (GitException e) {
            repository.close();
            throw e;
        }
    }

    /** The newest commit; empty if there is no branch yet. */
    public String head() {
        return head;
    }

    /** The name of the branch and where it is, for sentences. */
    public String shown() {
        return "%s of %s".formatted(settings.branch(), remote.shown());
    }

    /** Reads the branch again. */
    public void fetch() throws GitException {
        Command.Result result = repository.run(List.of(
                "fetch",
                "--quiet",
                "--no-tags",
                "--prune",
                "--end-of-options",
                remote.address(),
                "+refs/heads/%1$s*:%2$s%1$s*".formatted(settings.branch(), OURS)));
        if (result.exitCode() != 0) {
            throw GitException.refused(
                    "%s cannot be read, so nothing was changed: %s".formatted(shown(), RemoteWords.of(result)));
        }
        head = repository.commit(OURS + settings.branch());
        next = repository.commit(OURS + settings.next());
        requireKept();
    }

    /**
     * Sees to it, now and at each reading, that a commit is still on the branch.
     *
     * @throws GitException if somebody rewrote the branch without it
     */
    public void keep(String commit) throws GitException {
        kept = commit;
        requireKept();
    }

    private void requireKept() throws GitException {
        if (!kept.isEmpty() && !contains(kept)) {
            throw GitException.refused(
                    "%s does not hold the commit %s any more, which the ledger says was promoted: somebody rewrote the branch. Nothing was changed. Put the commit back ('git push %s %s:refs/heads/%s'), or give --adopt-branch to go on from what is there"
                            .formatted(shown(), kept, remote.shown(), kept, settings.branch()));
        }
    }

    /** Whether a commit is on the branch. */
    public boolean contains(String commit) throws GitException {
        return !head.isEmpty() && repository.isBefore(commit, head);
    }

    /** Whether the branch holds the content already, but for where it is from. */
    public boolean holds(Content content) throws GitException {
        return same(head, content);
    }

    /** Whether the branch of the pull request holds it already. */
    public boolean proposes(Content content) throws GitException {
        return same(next, content);
    }

    private boolean same(String commit, Content content) throws GitException {
        return !commit.isEmpty()
                && meant(repository.blobs(commit, content.folder())).equals(meant(repository.keep(content.files())));
    }

    private static SortedMap<String, String> meant(SortedMap<String, String> files) {
        SortedMap<String, String> meant = new TreeMap<>(files);
        meant.keySet().removeIf(Content::isMetadata);
        return meant;
    }

    /** Whether a folder is the same in two commits, the second of which may be one that is not known yet. */
    public boolean isSame(String folder, String commit, String revision) throws GitException {
        if (commit.equals(revision)) {
            return true;
        }
        String there = repository.tree(revision, folder);
        return !there.isEmpty() && there.equals(repository.tree(commit, folder));
    }

    /** Whether a commit is known here. */
    public boolean knows(String commit) throws GitException {
        return !repository.commit(commit).isEmpty();
    }

    /** Who changed a folder on the branch last, and in which commit; for sentences. */
    public String lastChange(String folder) throws GitException {
        return repository
                .output(List.of("log", "-1", "--format=%h by %an", head, "--", folder), "git does not tell its history")
                .strip();
    }

    /** A file of a release in a commit. */
    public Optional<String> text(String commit, String path) throws GitException {
        return repository.text(commit, path);
    }

    /** The manifests of a folder in a commit, by name. */
    public SortedMap<String, String> manifests(String commit, String folder) throws GitException {
        SortedMap<String, String> texts = new TreeMap<>();
        for (String name : meant(repository.blobs(commit, folder)).keySet()) {
            if (!name.equals("kustomization.yaml") && !name.startsWith("secrets/")) {
                texts.put(name, repository.text(commit, folder + "/" + name).orElse(""));
            }
        }
        return texts;
    }

    /** Commits content and pushes it. @return the commit that is on the branch now */
    public String publish(Content content, String message) throws GitException {
        return push(edit(content), message);
    }

    /** Makes a release's folder what it was in an earlier commit, by a new one. @return the new one */
    public String restore(String folder, String commit, String message) throws GitException {
        return push(new Repository.Edit(folder, repository.blobs(commit, folder), new TreeMap<>()), message);
    }

    /** Commits content to the branch that a pull request is made from. @return the commit */
    public String propose(Content content, String message) throws GitException {
        return propose(edit(content), message);
    }

    /** As {@link #restore}, on the branch that a pull request is made from. */
    public String proposeRestored(String folder, String commit, String message) throws GitException {
        return propose(new Repository.Edit(folder, repository.blobs(commit, folder), new TreeMap<>()), message);
    }

    private Repository.Edit edit(Content content) throws GitException {
        return new Repository.Edit(
                content.folder(), repository.keep(content.files()), repository.keep(content.beside()));
    }

    private String push(Repository.Edit edit, String message) throws GitException {
        for (int i = 0; i < TRIES; i++) {
            requireOwn(head, edit.folder());
            String commit = repository.commit(
                    repository.write(head, edit), head.isEmpty() ? List.of() : List.of(head), message);
            if (isPushed(commit, settings.branch(), head)) {
                head = commit;
                return commit;
            }
            fetch();
        }
        throw overtaken(settings.branch());
    }

    private String propose(Repository.Edit edit, String message) throws GitException {
        for (int i = 0; i < TRIES; i++) {
            requireOwn(head, edit.folder());
            Base base = base();
            String commit = repository.commit(repository.write(base.tree(), edit), base.parents(), message);
            if (isPushed(commit, settings.next(), next)) {
                next = commit;
                return commit;
            }
            fetch();
        }
        throw overtaken(settings.next());
    }

    private GitException overtaken(String branch) {
        return GitException.refused(
                "%s of %s is pushed to by others all the time, %d times before this could; try again"
                        .formatted(branch, remote.shown(), TRIES));
    }

    /** What a proposal starts from: earlier proposals that nobody merged yet stay. */
    private record Base(String tree, List<String> parents) {}

    private Base base() throws GitException {
        if (head.isEmpty()) {
            throw GitException.refused(
                    "There is no branch %s that a pull request could go to; push a first commit there"
                            .formatted(shown()));
        }
        if (next.isEmpty() || repository.isBefore(next, head)) {
            return new Base(head, List.of(head));
        }
        if (repository.isBefore(head, next)) {
            return new Base(next, List.of(next));
        }
        Command.Result merged = repository.run(List.of("merge-tree", "--write-tree", "--no-messages", head, next));
        if (merged.exitCode() != 0) {
            throw GitException.refused(
                    "%s and %s changed the same files, so nothing is proposed on top; merge or delete %s"
                            .formatted(settings.branch(), settings.next(), settings.next()));
        }
        return new Base(merged.output().strip(), List.of(next, head));
    }

    /** A folder that no promoter wrote is nobody's to replace. */
    private void requireOwn(String commit, String folder) throws GitException {
        SortedMap<String, String> there = repository.blobs(commit, folder);
        if (!there.isEmpty() && !there.containsKey(Content.METADATA) && !there.containsKey(Content.HYDRATOR)) {
            throw GitException.refused(
                    "The folder %s on %s holds files that no promotion wrote, such as %s; choose another \"path\" under \"git\" of the environment, or move them"
                            .formatted(folder, shown(), there.firstKey()));
        }
    }

    /** @return false if somebody else pushed in between */
    private boolean isPushed(String commit, String branch, String expected) throws GitException {
        PushAnswer answer = PushAnswer.of(repository.run(List.of(
                "push",
                "--porcelain",
                "--no-verify",
                // Compares and sets: without it a branch that was put back to an earlier commit would be taken forward
                // again.
                "--force-with-lease=refs/heads/%s:%s".formatted(branch, expected),
                remote.address(),
                "%s:refs/heads/%s".formatted(commit, branch))));
        return switch (answer.kind()) {
            case PUSHED -> true;
            case OVERTAKEN -> false;
            case REFUSED -> throw refused(branch, answer.words());
            case UNCLEAR -> isThere(commit, branch, answer.words());
        };
    }

    /** Looks, where the answer of a push does not tell. */
    private boolean isThere(String commit, String branch, String words) throws GitException {
        try {
            fetch();
        } catch (GitException e) {
            throw GitException.unknown(
                    "Nobody knows whether %s was pushed to: %s. Promote again to find out".formatted(branch, words));
        }
        if (commit.equals(repository.commit(OURS + branch))) {
            return true;
        }
        throw refused(branch, words);
    }

    private GitException refused(String branch, String reason) {
        return GitException.refused(
                "%s refuses the push to %s: %s. Nothing was changed. Give whoever promotes the right to push there, or let it propose by \"review: true\" under \"git\" of the environment"
                        .formatted(remote.shown(), branch, reason));
    }

    @Override
    public void close() {
        repository.close();
    }
}
