package dev.auditflow.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Files that come inside of the program. */
public final class Resources {
    private Resources() {}

    /**
     * A file that must be there.
     *
     * @param name as {@link Class#getResourceAsStream} takes it: beside the class, or from the root with a leading slash
     * @throws IllegalStateException if this build lacks it
     */
    public static byte[] bytes(Class<?> beside, String name) {
        return read(beside, name)
                .orElseThrow(() -> new IllegalStateException("this build of the program lacks " + name));
    }

    /** {@link #bytes} as UTF-8. */
    public static String text(Class<?> beside, String name) {
        return new String(bytes(beside, name), StandardCharsets.UTF_8);
    }

    /** A file that may be there, as UTF-8. */
    public static Optional<String> find(Class<?> beside, String name) {
        return read(beside, name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static Optional<byte[]> read(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
