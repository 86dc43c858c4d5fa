package dev.auditflow.config;

import java.util.regex.Pattern;

/**
 * Which engine checks schemas.
 *
 * @param name {@code embedded} or {@code kubeconform}
 * @param image of kubeconform, pinned by its digest; empty for the program on this machine
 */
public record SchemaEngine(String name, String image) {
    private static final Pattern PINNED = Pattern.compile("[^\\s@]+@sha256:[0-9a-f]{64}");

    /** The engine inside this program. */
    public static SchemaEngine embedded() {
        return new SchemaEngine("embedded", "");
    }

    /** Whether the image, if there is one, names its digest: a tag can be moved to another image. */
    public boolean isPinned() {
        return image.isEmpty() || PINNED.matcher(image).matches();
    }
}
