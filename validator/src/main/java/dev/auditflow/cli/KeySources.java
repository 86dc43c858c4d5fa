package dev.auditflow.cli;

import dev.auditflow.attest.KeyException;
import dev.auditflow.attest.Seal;
import dev.auditflow.attest.SigningKey;
import dev.auditflow.attest.VerifyingKey;
import dev.auditflow.config.ConfigException;
import dev.auditflow.host.TextFiles;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Keys from where a flag or the configuration says: a file or {@code env://NAME}. Arguments never hold a key itself. */
final class KeySources {
    /** What a flag takes, for its help. */
    static final String FORM = "FILE|env://NAME";

    private static final String ENVIRONMENT = "env://";

    private KeySources() {}

    static SigningKey signing(String place) throws ConfigException {
        try {
            return SigningKey.read(place, text(place));
        } catch (KeyException e) {
            throw new ConfigException(e.sentence());
        }
    }

    static VerifyingKey verifying(String place) throws ConfigException {
        try {
            return VerifyingKey.read(place, text(place));
        } catch (KeyException e) {
            throw new ConfigException(e.sentence());
        }
    }

    /** The seal; none for an empty place. */
    static Seal seal(String place) throws ConfigException {
        if (place.isEmpty()) {
            return Seal.none();
        }
        try {
            return Seal.of(place, text(place));
        } catch (KeyException e) {
            throw new ConfigException(e.sentence());
        }
    }

    private static String text(String place) throws ConfigException {
        if (place.startsWith(ENVIRONMENT)) {
            String name = place.substring(ENVIRONMENT.length());
            String value = System.getenv().getOrDefault(name, "");
            if (value.isBlank()) {
                throw new ConfigException("The variable %s is not set; it should hold the key".formatted(name));
            }
            return value;
        }
        // A key in an argument can be read by every user of the machine, and messages would repeat it.
        if (place.contains("-----BEGIN") || place.contains("\n")) {
            throw new ConfigException("A key was given as an argument; name its file, or a variable by env://NAME");
        }
        try {
            return TextFiles.read(Path.of(place));
        } catch (TextFiles.Unusable e) {
            throw new ConfigException("The key " + e.sentence());
        } catch (InvalidPathException e) {
            throw new ConfigException("\"%s\" is no path of a key: %s".formatted(place, e.getReason()));
        }
    }
}
