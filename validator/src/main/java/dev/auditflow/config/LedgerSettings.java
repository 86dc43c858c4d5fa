package dev.auditflow.config;

import java.nio.file.Path;

/** Where the ledger of an environment lies. */
public sealed interface LedgerSettings {
    /** In ConfigMaps beside each release. */
    record InCluster() implements LedgerSettings {}

    /** In files below a folder. */
    record Folder(Path folder) implements LedgerSettings {}

    /** On a branch of a Git repository: its address, or a folder of this machine. */
    record Git(String repository, String branch) implements LedgerSettings {}

    /**
     * In a table of PostgreSQL.
     *
     * @param url {@code jdbc:postgresql:…}, or {@code env://NAME} of a variable with it
     * @param user empty if the address or the system names them
     * @param password where it is: a file, {@code env://NAME} or {@code k8s://NAMESPACE/SECRET}; empty for none
     */
    record Database(String url, String user, String password) implements LedgerSettings {}
}
