package dev.auditflow.admission.tls;

import java.util.Map;
import java.util.Optional;

/** What the webhook may see and write of its cluster: its own Secret and its own webhook configuration. */
public interface Cluster {
    /** A Secret as it was read. */
    record StoredSecret(String version, Map<String, byte[]> data) {
        public StoredSecret {
            data = Map.copyOf(data);
        }

        /** A record's own would print the data. */
        @Override
        public String toString() {
            return "StoredSecret[" + version + "]";
        }
    }

    /** The Secret. @throws Unreachable if it is not there or cannot be read */
    StoredSecret read() throws Unreachable;

    /**
     * Writes the Secret's data unless somebody else wrote it since {@code version}.
     *
     * @return false if somebody did
     */
    boolean write(String version, Map<String, byte[]> data) throws Unreachable;

    /** The authorities that the API server trusts, as PEM; empty text for none, empty if there is no configuration. */
    Optional<String> registered() throws Unreachable;

    /** Registers authorities for every webhook of the configuration. */
    void register(String authorities) throws Unreachable;

    /** The cluster did not answer or refused; the message is a sentence. */
    final class Unreachable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unreachable(String message) {
            super(message);
        }
    }
}
