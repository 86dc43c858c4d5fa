package dev.auditflow.deploy.rows;

import java.nio.file.Path;

/** A place for ledgers, with all that opening one needs. */
public sealed interface LedgerPlace {
    /** ConfigMaps beside each release. */
    record InCluster() implements LedgerPlace {}

    /** Files below a folder. */
    record Folder(Path folder) implements LedgerPlace {}

    /** A branch of a Git repository, which is an address or a folder. */
    record Git(String repository, String branch) implements LedgerPlace {}

    /** A table of PostgreSQL; the password is empty where none is needed. */
    record Database(String url, String user, String password) implements LedgerPlace {
        /** Without what may be secret. */
        @Override
        public String toString() {
            return "Database";
        }
    }
}
