package dev.auditflow.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import dev.auditflow.host.TextFiles;
import dev.auditflow.render.SealedValues;
import dev.auditflow.sops.SopsException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Decrypts files of SOPS in memory. */
final class AgeFlags {
    @Option(
            names = "--age-key",
            paramLabel = KeySources.FORM,
            description =
                    "The age key for files of SOPS (default: SOPS_AGE_KEY, or the file that SOPS_AGE_KEY_FILE names).")
    private String ageKey = "";

    /** A file cannot be decrypted. The message is a sentence that holds nothing of what is in it. */
    static final class Undecrypted extends Exception {
        private static final long serialVersionUID = 1L;

        Undecrypted(Path file, String reason) {
            super("%s cannot be decrypted: %s".formatted(file, reason));
        }

        /** The message, never null. */
        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    boolean isGiven() {
        return !ageKey.isEmpty();
    }

    /** The documents of a file. @throws ConfigException if the file or a key cannot be read */
    List<JsonNode> documents(Path file) throws ConfigException, Undecrypted {
        return documents(file, text(file));
    }

    private List<JsonNode> documents(Path file, String text) throws ConfigException, Undecrypted {
        try {
            return KeySources.decrypted(text, ageKey);
        } catch (SopsException e) {
            throw new Undecrypted(file, e.reason());
        }
    }

    private static String text(Path file) throws ConfigException {
        try {
            return TextFiles.read(file);
        } catch (TextFiles.Unusable e) {
            throw new ConfigException("The file of secrets " + e.sentence());
        }
    }

    /** What the values files of a target hold that SOPS encrypted. @throws ConfigException if a file or a key cannot be read */
    SealedValues opened(Target target) throws ConfigException, Undecrypted {
        SealedValues opened = SealedValues.closed();
        for (Path file : SealedValues.among(target.options().valuesFiles())) {
            String text = text(file);
            opened = opened.with(file, text, documents(file, text).getFirst());
        }
        return opened;
    }
}
