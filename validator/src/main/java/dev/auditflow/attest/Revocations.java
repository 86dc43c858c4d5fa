package dev.auditflow.attest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What must not be used any more, and why. A line names one thing and the reason: {@code sha256:<hex>} an attestation or a
 * rendering, {@code key:<hex>} a key. Lines that begin with {@code #} are comments.
 */
public final class Revocations {
    private static final Pattern LINE = Pattern.compile("((?:sha256|key):[0-9a-f]{64})(?:\\s+(.*))?");

    private final Map<String, String> reasons;

    private Revocations(Map<String, String> reasons) {
        this.reasons = Map.copyOf(reasons);
    }

    /** Nothing is revoked. */
    public static Revocations none() {
        return new Revocations(Map.of());
    }

    /**
     * Reads a list.
     *
     * @param name of the file, for messages
     * @throws KeyException with the line that cannot be understood: it may be the one that matters
     */
    public static Revocations read(String name, String text) throws KeyException {
        Map<String, String> reasons = new HashMap<>();
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new KeyException(
                        "%s:%d: a line is \"sha256:<64 hex digits> reason\" or \"key:<64 hex digits> reason\""
                                .formatted(name, number));
            }
            reasons.put(matcher.group(1), matcher.group(2) == null ? "no reason is given" : matcher.group(2));
        }
        return new Revocations(reasons);
    }

    /** Why one of these is revoked, with its name. */
    Optional<String> reason(String... names) {
        for (String name : names) {
            if (reasons.containsKey(name)) {
                return Optional.of(name + ": " + reasons.get(name));
            }
        }
        return Optional.empty();
    }

    int size() {
        return reasons.size();
    }
}
