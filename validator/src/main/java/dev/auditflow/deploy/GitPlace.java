package dev.auditflow.deploy;

import dev.auditflow.config.GitSettings;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.gitops.EnvironmentBranch;
import dev.auditflow.deploy.gitops.GitException;
import dev.auditflow.deploy.gitops.Remains;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One release on the branch of its environment, with the ledger that says what was promoted there. */
final class GitPlace {
    private final EnvironmentBranch branch;
    private final Ledger ledger;
    private final String folder;
    private final Set<String> unknown = new HashSet<>();

    GitPlace(EnvironmentBranch branch, Ledger ledger, GitSettings settings, Target target) {
        this.branch = branch;
        this.ledger = ledger;
        this.folder = settings.folderOf(target.release());
    }

    /** A commit to go back to, and the row that says that it was healthy. */
    record Good(String commit, LedgerEntry entry) {}

    EnvironmentBranch branch() {
        return branch;
    }

    Ledger ledger() {
        return ledger;
    }

    String folder() {
        return folder;
    }

    /** The last row about a revision. */
    Optional<LedgerEntry> last() throws DeployException {
        return ledger.chain().entries().stream()
                .filter(entry -> entry.toRevision() > 0)
                .reduce((_, later) -> later);
    }

    /** The last row about a commit on the branch. */
    Optional<LedgerEntry> lastCommitted() throws DeployException {
        return ledger.chain().entries().stream()
                .filter(entry -> entry.branchCommit().isPresent())
                .reduce((_, later) -> later);
    }

    /** The highest number of a revision so far. */
    int revision() throws DeployException {
        return ledger.chain().entries().stream()
                .mapToInt(LedgerEntry::toRevision)
                .max()
                .orElse(0);
    }

    /** The last commit that was healthy and is still on the branch, of another rendering than this. */
    Optional<Good> lastGood(String notBundle) throws DeployException {
        for (LedgerEntry entry : ledger.chain().entries().reversed()) {
            Optional<String> commit = entry.branchCommit();
            if (entry.isPassed()
                    && entry.toRevision() > 0
                    && !entry.bundle().equals(notBundle)
                    && commit.isPresent()
                    && contains(commit.get())) {
                return Optional.of(new Good(commit.get(), entry));
            }
        }
        return Optional.empty();
    }

    /** Whether the release was healthy here before, by whatever way it came. */
    boolean wasHealthy() throws DeployException {
        return ledger.chain().entries().stream().anyMatch(entry -> entry.isPassed() && entry.toRevision() > 0);
    }

    /** Whether the branch has something that runs, of a release that was never healthy here. */
    boolean isUnproven() throws DeployException {
        List<Resource> objects = objects(branch.head());
        return !wasHealthy() && Remains.of(objects).size() < objects.size();
    }

    private boolean contains(String commit) throws DeployException {
        try {
            return branch.contains(commit);
        } catch (GitException e) {
            throw DeployException.of(e);
        }
    }

    /** The rendering that the branch has now, if the ledger knows it as healthy; empty otherwise. */
    Optional<String> bundle() throws DeployException {
        for (LedgerEntry entry : ledger.chain().entries().reversed()) {
            Optional<String> commit = entry.branchCommit();
            if (commit.isPresent() && isAt(commit.get())) {
                return Optional.of(entry.bundle());
            }
        }
        return Optional.empty();
    }

    /** Whether the branch has now what it had in a commit. */
    boolean isAt(String commit) throws DeployException {
        return wanted(commit).isIn(branch.head());
    }

    /** Revisions that have what a commit has. The branch goes on for other releases. */
    Reconciler.Wanted wanted(String commit) {
        return revision -> {
            try {
                if (!branch.knows(revision) && unknown.add(revision)) {
                    branch.fetch();
                }
                return branch.isSame(folder, commit, revision);
            } catch (GitException e) {
                throw DeployException.of(e);
            }
        };
    }

    /** The objects that a commit holds of the release. */
    List<Resource> objects(String commit) throws DeployException {
        try {
            return objects(branch, commit, folder);
        } catch (GitException e) {
            throw DeployException.of(e);
        }
    }

    /** Those without Secrets that SOPS encrypted, which only the reconciler can read. */
    static List<Resource> readable(List<Resource> objects) {
        return objects.stream()
                .filter(object -> object.root().map("sops").isEmpty())
                .toList();
    }

    /** The objects that a commit holds in a folder. */
    static List<Resource> objects(EnvironmentBranch branch, String commit, String folder) throws GitException {
        List<Resource> objects = new ArrayList<>();
        branch.manifests(commit, folder).forEach((name, text) -> objects.addAll(ManifestReader.objects(name, text)));
        return objects;
    }
}
