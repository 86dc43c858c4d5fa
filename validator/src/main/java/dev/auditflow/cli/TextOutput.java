package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.host.AtomicFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Where a command writes one of its texts to. */
final class TextOutput {
    private TextOutput() {}

    static void print(PrintWriter out, String text) {
        out.print(text);
        out.flush();
    }

    /** Writes a file as a whole. @throws ConfigException with a sentence if it cannot be written */
    static void write(Path file, String text) throws ConfigException {
        try {
            AtomicFiles.write(file, text);
        } catch (IOException e) {
            throw new ConfigException("The file " + file + " cannot be written: " + e.getMessage());
        }
    }
}
