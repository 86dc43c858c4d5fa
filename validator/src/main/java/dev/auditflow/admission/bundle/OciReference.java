package dev.auditflow.admission.bundle;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name in a registry, as {@code oci://registry.example.com/team/policies:prod}.
 *
 * @param registry host and perhaps a port
 * @param repository without the registry
 * @param version a tag, or a digest as {@code sha256:<hex>}
 */
public record OciReference(String registry, String repository, String version) {
    private static final Pattern FORM = Pattern.compile("oci://([A-Za-z0-9.-]+(?::[0-9]{1,5})?)"
            + "/([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([A-Za-z0-9_][A-Za-z0-9._-]{0,127})|@(sha256:[0-9a-f]{64}))");
    private static final Pattern HERE = Pattern.compile("(localhost|127\\.0\\.0\\.1)(:[0-9]+)?");

    /** The reference in a text; empty if it is none, or names neither a tag nor a digest. */
    public static Optional<OciReference> of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String version = matcher.group(3) == null ? matcher.group(4) : matcher.group(3);
        return Optional.of(new OciReference(matcher.group(1), matcher.group(2), version));
    }

    /** Whether it names one content for all time. */
    public boolean isDigest() {
        return version.startsWith("sha256:");
    }

    /** Whether the registry runs on this machine, where it needs no certificate. */
    public boolean isHere() {
        return HERE.matcher(registry).matches();
    }

    /** An address of the distribution specification below this repository. */
    URI address(String below) {
        return URI.create("%s://%s/v2/%s/%s".formatted(isHere() ? "http" : "https", registry, repository, below));
    }

    @Override
    public String toString() {
        return "oci://%s/%s%s%s".formatted(registry, repository, isDigest() ? "@" : ":", version);
    }
}
