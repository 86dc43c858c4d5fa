package dev.auditflow.deploy.rows;

import java.util.List;

/** The rows of one ledger, as lines of JSON. They are only ever added to. */
public interface LedgerRows {
    /** All rows, the oldest first. @throws Unavailable if they cannot be read */
    List<String> lines() throws Unavailable;

    /**
     * Adds a row, if there are still as many as were seen.
     *
     * @param seen how many there were
     * @return whether it was added; otherwise somebody else was faster
     * @throws Unavailable if nobody knows
     */
    boolean append(int seen, String line) throws Unavailable;

    /** Rows cannot be read or written. The message is a sentence without secrets. */
    final class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;

        /** @param message a sentence for the person who must act */
        public Unavailable(String message) {
            super(message);
        }

        /** @param cause what stopped it, whose message is the sentence */
        public Unavailable(Exception cause) {
            super(cause.getMessage(), cause);
        }

        /** The message, never null. */
        public String sentence() {
            return String.valueOf(getMessage());
        }
    }
}
