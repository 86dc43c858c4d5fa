package dev.auditflow.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads text that users name: UTF-8 only, bounded, and never waiting for a pipe that nobody writes to. */
public final class TextFiles {
    /** Most bytes of one text that are read. */
    public static final int MAX_BYTES = 20 * 1024 * 1024;

    private TextFiles() {}

    /** The text cannot be used. The message is a sentence that begins with the name of the file. */
    public static final class Unusable extends IOException {
        private static final long serialVersionUID = 1L;
        private final int line;
        private final String remedy;

        Unusable(String message, int line, String remedy) {
            super(message);
            this.line = line;
            this.remedy = remedy;
        }

        /** The message, never null. */
        public String sentence() {
            return String.valueOf(getMessage());
        }

        /** Where in the file, counted from 1; 0 when it is about the whole of it. */
        public int line() {
            return line;
        }

        /** What to do, as a sentence without its full stop. */
        public String remedy() {
            return remedy;
        }
    }

    private static final char REPLACEMENT = '\uFFFD';

    /** Reads a file. @throws Unusable when it is not there, no file, too large, not UTF-8 or not readable */
    public static String read(Path file) throws Unusable {
        if (!Files.exists(file)) {
            String what = Files.isSymbolicLink(file) ? " is a symbolic link to nothing" : " does not exist";
            throw new Unusable(file + what, 0, "Check the path");
        }
        if (Files.isDirectory(file)) {
            throw new Unusable(file + " is a folder, not a file", 0, "Name a file in it");
        }
        if (!Files.isRegularFile(file) && !isOpenedByTheShell(file)) {
            throw new Unusable(file + " is no regular file", 0, "Name a file, or pipe the text to standard input");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(file.toString(), in);
        } catch (Unusable e) {
            throw e;
        } catch (AccessDeniedException e) {
            throw new Unusable(file + " cannot be read: permission denied", 0, "Make it readable");
        } catch (IOException e) {
            throw new Unusable(file + " cannot be read: " + e.getMessage(), 0, "Check the file and its permissions");
        }
    }

    /** Reads a stream to its end. @throws Unusable when it is too large, not UTF-8 or not readable */
    public static String read(String name, InputStream in) throws Unusable {
        byte[] bytes;
        try {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new Unusable(name + " cannot be read: " + e.getMessage(), 0, "Check where it comes from");
        }
        if (bytes.length > MAX_BYTES) {
            throw new Unusable(
                    "%s is larger than %d MiB, the most that is read".formatted(name, MAX_BYTES / 1024 / 1024),
                    0,
                    "Split it; the API server takes objects up to 1.5 MiB");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        // It stands for what cannot be decoded, and may stand in a text itself.
        return text.indexOf(REPLACEMENT) < 0 ? text : strictly(name, bytes);
    }

    private static String strictly(String name, byte[] bytes) throws Unusable {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer source = ByteBuffer.wrap(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(source, text, true);
        if (result.isError()) {
            int line = 1;
            for (int i = 0; i < source.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw new Unusable(
                    "%s is not UTF-8 text (byte %d)".formatted(name, source.position() + 1),
                    line,
                    "Save the file as UTF-8");
        }
        return text.flip().toString();
    }

    /** {@code <(command)} of a shell is a pipe that has its writer. */
    private static boolean isOpenedByTheShell(Path file) {
        Path absolute = file.toAbsolutePath();
        return absolute.startsWith("/dev/fd")
                || absolute.startsWith("/dev/stdin")
                || absolute.startsWith("/proc/self/fd");
    }
}
