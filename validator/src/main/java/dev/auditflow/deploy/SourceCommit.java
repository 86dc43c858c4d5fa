package dev.auditflow.deploy;

/**
 * The commit of the repository that is promoted from.
 *
 * @param id in full; empty if there is none
 * @param time RFC 3339, in UTC; empty if nobody knows
 */
public record SourceCommit(String id, String time) {
    /** No commit. */
    public static SourceCommit none() {
        return new SourceCommit("", "");
    }
}
