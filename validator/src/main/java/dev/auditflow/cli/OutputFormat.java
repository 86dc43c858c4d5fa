package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import picocli.CommandLine.Option;

/** The form that a command prints in, where it is text or JSON. */
final class OutputFormat {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text or json (default: text).")
    private String format = "text";

    /** Whether JSON is asked for. @throws ConfigException if neither is */
    boolean isJson() throws ConfigException {
        return switch (format) {
            case "text" -> false;
            case "json" -> true;
            default -> throw new ConfigException("-o takes text or json, not \"" + format + "\"");
        };
    }
}
