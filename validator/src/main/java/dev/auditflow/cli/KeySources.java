package dev.auditflow.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.attest.KeyException;
import dev.auditflow.attest.Seal;
import dev.auditflow.attest.SigningKey;
import dev.auditflow.attest.VerifyingKey;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.LedgerSettings;
import dev.auditflow.deploy.Cluster;
import dev.auditflow.deploy.DeployException;
import dev.auditflow.deploy.rows.LedgerPlace;
import dev.auditflow.host.TextFiles;
import dev.auditflow.sops.AgeIdentities;
import dev.auditflow.sops.SopsException;
import dev.auditflow.sops.SopsFile;
import dev.auditflow.sops.SopsProgram;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Keys from where a flag or the configuration says: a file {@code env://NAME}, or
 * {@code k8s://NAMESPACE/SECRET[/FIELD]}. Arguments never hold a key itself. */
final class KeySources {
    /** What a flag takes, for its help. */
    static final String FORM = "FILE|env://NAME|k8s://NAMESPACE/SECRET";

    private static final String ENVIRONMENT = "env://";

    private static final String SECRET = "k8s://";

    private KeySources() {}

    static SigningKey signing(String place) throws ConfigException {
        try {
            return SigningKey.read(place, text(place, "auditflow.key"));
        } catch (KeyException e) {
            throw new ConfigException(e.sentence());
        }
    }

    static VerifyingKey verifying(String place) throws ConfigException {
        try {
            return VerifyingKey.read(place, text(place, "auditflow.pub"));
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
            return Seal.of(place, text(place, "auditflow.seal"));
        } catch (KeyException e) {
            throw new ConfigException(e.sentence());
        }
    }

    /** A place for ledgers. @throws ConfigException if its password cannot be read */
    static LedgerPlace ledger(LedgerSettings settings) throws ConfigException {
        return switch (settings) {
            case LedgerSettings.InCluster _ -> new LedgerPlace.InCluster();
            case LedgerSettings.Folder folder -> new LedgerPlace.Folder(folder.folder());
            case LedgerSettings.Git git -> new LedgerPlace.Git(git.repository(), git.branch());
            case LedgerSettings.Database database ->
                new LedgerPlace.Database(
                        database.url().startsWith(ENVIRONMENT) ? token(database.url()) : database.url(),
                        database.user(),
                        database.password().isEmpty() ? "" : token(database.password()));
        };
    }

    /**
     * A file of SOPS, decrypted in memory; by the program sops where it has no age recipients.
     *
     * @throws SopsException if it cannot be
     */
    static List<JsonNode> decrypted(String text, String ageKey) throws ConfigException, SopsException {
        if (SopsFile.isForAge(text) || !text.contains("sops")) {
            return SopsFile.decrypt(text, age(ageKey));
        }
        return SopsProgram.onPath(System.getenv()).decrypt(text);
    }

    /** Keys of age; by the variables that sops reads too, when no place is named. */
    static AgeIdentities age(String place) throws ConfigException {
        Map<String, String> variables = System.getenv();
        String file = variables.getOrDefault("SOPS_AGE_KEY_FILE", "");
        String fallback = variables.containsKey("SOPS_AGE_KEY") ? ENVIRONMENT + "SOPS_AGE_KEY" : file;
        String where = place.isEmpty() ? fallback : place;
        if (where.isEmpty()) {
            throw new ConfigException("There is no age key for the files of SOPS; give --age-key, or set SOPS_AGE_KEY");
        }
        try {
            return AgeIdentities.read(text(where, "auditflow.age"));
        } catch (SopsException e) {
            throw new ConfigException("%s holds no age key that can be used: %s".formatted(where, e.reason()));
        }
    }

    /** A token; empty for an empty place. */
    static String token(String place) throws ConfigException {
        return place.isEmpty() ? "" : text(place, "token").strip();
    }

    private static String text(String place, String field) throws ConfigException {
        if (place.startsWith(SECRET)) {
            return secret(place, field);
        }
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

    private static String secret(String place, String field) throws ConfigException {
        String[] parts = place.substring(SECRET.length()).split("/", -1);
        if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new ConfigException(
                    "\"%s\" names no Secret; write k8s://NAMESPACE/SECRET or k8s://NAMESPACE/SECRET/FIELD"
                            .formatted(place));
        }
        try (Cluster cluster = Cluster.connect(Path.of(""), "")) {
            return cluster.secret(parts[0], parts[1], parts.length == 3 ? parts[2] : field);
        } catch (DeployException e) {
            throw new ConfigException("The key cannot be read. " + e.sentence());
        }
    }
}
