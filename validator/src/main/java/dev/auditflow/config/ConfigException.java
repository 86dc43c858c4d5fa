package dev.auditflow.config;

/** A mistake in the configuration or on the command line. The message is a sentence with the place, for the user. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }
}
