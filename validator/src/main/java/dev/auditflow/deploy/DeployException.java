package dev.auditflow.deploy;

import dev.auditflow.deploy.gitops.GitException;

/** A deployment stops. The message is a sentence for the person who must act. */
public final class DeployException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What it means for the release. */
    public enum Kind {
        /** Nothing was changed: something that must hold does not. */
        REFUSED,
        /** Nobody knows: the cluster does not answer, or another promoter took over. */
        INCONCLUSIVE
    }

    private final Kind kind;

    private DeployException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Something that must hold does not: a sentence for the person who must act. */
    public static DeployException refused(String message) {
        return new DeployException(Kind.REFUSED, message);
    }

    /** What git could not do. */
    static DeployException of(GitException e) {
        return new DeployException(e.isKnown() ? Kind.REFUSED : Kind.INCONCLUSIVE, e.sentence());
    }

    static DeployException inconclusive(String message) {
        return new DeployException(Kind.INCONCLUSIVE, message);
    }

    public Kind kind() {
        return kind;
    }

    /** The message, never null. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
