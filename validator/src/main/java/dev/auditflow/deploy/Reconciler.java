package dev.auditflow.deploy;

import dev.auditflow.config.GitSettings;
import dev.auditflow.config.Target;
import java.time.Duration;

/** Who brings what is on a branch to the cluster, as its own object in the cluster tells of it. */
sealed interface Reconciler permits ArgoApplication, FluxKustomization {
    /** How far it is with a commit. */
    enum Phase {
        /** The cluster has something else yet. */
        WAITING,
        /** The same, and it does not look at the branch before it is done with an earlier commit. */
        BUSY,
        /** The objects are in the cluster, and it does not call them healthy yet. */
        APPLIED,
        /** The objects are in the cluster, and it calls them healthy. */
        READY,
        /** It tried the commit and could not bring it. */
        FAILED
    }

    /**
     * What it says.
     *
     * @param words why it is not ready, as a part of a sentence; never empty unless it is
     */
    record State(Phase phase, String words) {}

    /** Whether a revision of a branch has of a release what is waited for. */
    interface Wanted {
        boolean isIn(String revision) throws DeployException;
    }

    /** The one of an environment. */
    static Reconciler of(Cluster cluster, GitSettings settings, Target target) {
        String name = target.release() + "-" + target.environment();
        String folder = settings.folderOf(target.release());
        return switch (settings.reconciler()) {
            case ARGOCD -> new ArgoApplication(cluster, settings.namespace(), name, settings.branch(), folder);
            case FLUX -> new FluxKustomization(cluster, settings.namespace(), name, settings.branch(), folder);
        };
    }

    /** Its name, for sentences. */
    String name();

    /** Sees to it that it reads what is promoted. @throws DeployException if it is not there, or looks at another branch or folder */
    void require() throws DeployException;

    /** Asks it to look at the branch now; it would by itself, later. @throws DeployException if there is no right to ask */
    void hurry(String now) throws DeployException;

    /** How long it may be busy with one commit, and not look at the next. */
    Duration busyFor() throws DeployException;

    /** Looks at it. */
    State look(Wanted wanted) throws DeployException;
}
