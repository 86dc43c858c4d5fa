package dev.auditflow.cli;

import picocli.CommandLine.Option;

/** What renderings are compared with, if not with golden files. */
final class AgainstFlags {
    @Option(
            names = "--against",
            paramLabel = "REF",
            description = "Compare with what this branch, tag or commit renders, not with golden files.")
    private String ref = "";

    @Option(
            names = "--against-env",
            paramLabel = "NAME",
            description = "Compare with what the same release renders in this environment, not with golden files.")
    private String environment = "";

    String ref() {
        return ref;
    }

    String environment() {
        return environment;
    }

    boolean isGiven() {
        return !ref.isEmpty() || !environment.isEmpty();
    }
}
