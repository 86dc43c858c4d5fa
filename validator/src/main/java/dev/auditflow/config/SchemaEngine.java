package dev.auditflow.config;

import java.util.regex.Pattern;

/**
 * Which engine checks schemas.
 *
 * @param name {@code auto}, {@code server}, {@code embedded}, {@code kubeconform} or {@code none}; auto is server where that is
 *     built, else embedded
 * @param image of kubeconform, pinned by its digest; empty for the program on this machine
 */
public record SchemaEngine(String name, String image) {
    private static final Pattern PINNED = Pattern.compile("[^\\s@]+@sha256:[0-9a-f]{64}");

    /** What is used when nobody chooses. */
    public static SchemaEngine auto() {
        return new SchemaEngine("auto", "");
    }

    /** Whether schemas are not checked at all. */
    public boolean isNone() {
        return name.equals("none");
    }

    /** Whether the image, if there is one, names its digest: a tag can be moved to another image. */
    public boolean isPinned() {
        return image.isEmpty() || PINNED.matcher(image).matches();
    }
}
