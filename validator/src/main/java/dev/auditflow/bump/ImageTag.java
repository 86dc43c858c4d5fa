package dev.auditflow.bump;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tag as image references write it (OCI distribution specification), with a digest or without.
 *
 * @param tag never empty
 * @param digest {@code sha256:<64 hex digits>}; empty for none
 */
public record ImageTag(String tag, String digest) {
    /** What one looks like, as the end of a sentence. */
    public static final String FORM =
            "a tag such as 1.4.2, or a tag with its digest such as 1.4.2@sha256:<64 hex digits>";

    private static final Pattern TEXT =
            Pattern.compile("([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})(?:@(sha256:[0-9a-f]{64}))?");

    /** Reads {@code TAG[@DIGEST]}; empty if the text is none. */
    public static Optional<ImageTag> read(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new ImageTag(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2)))
                : Optional.empty();
    }

    /** {@code TAG[@DIGEST]}. */
    @Override
    public String toString() {
        return digest.isEmpty() ? tag : tag + "@" + digest;
    }

    /** The image reference with this tag instead of its own tag and digest. */
    String on(String reference) {
        String plain = reference.contains("@") ? reference.substring(0, reference.indexOf('@')) : reference;
        int colon = plain.lastIndexOf(':');
        // A colon before a slash is that of a registry's port.
        String repository = colon > plain.lastIndexOf('/') ? plain.substring(0, colon) : plain;
        return repository + ":" + this;
    }
}
