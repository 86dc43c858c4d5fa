package dev.auditflow.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** This program's version, written by the build. */
final class Version implements IVersionProvider {
    /** The version as reports name it. */
    static String text() {
        try (InputStream in = Version.class.getResourceAsStream("/auditflow-version.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"auditflow " + text()};
    }
}
