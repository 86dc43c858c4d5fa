package dev.auditflow.deploy;

import java.time.Duration;

/** What a person does by hand with a release, whatever the way that it is promoted by. */
public sealed interface Operations permits Operator, GitOperator {
    /**
     * Stops promotions until they are resumed.
     *
     * @param patience how long to wait for a promoter that is at work
     * @return what else was done, as a sentence; empty for nothing
     */
    String hold(String reason, Duration patience) throws DeployException;

    /** Lets promotions go on. @return whether there was a hold */
    boolean resume(Duration patience) throws DeployException;

    /**
     * Goes back to what was healthy before, and holds what ran, so that nobody brings it again by itself.
     *
     * @param reason for the ledger
     */
    Result rollback(String reason, Duration patience) throws DeployException;
}
