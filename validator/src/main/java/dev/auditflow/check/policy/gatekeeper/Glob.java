package dev.auditflow.check.policy.gatekeeper;

/** A name of Gatekeeper's {@code match}: {@code *} at its start and at its end stands for any text. */
record Glob(String text) {
    boolean matches(String name) {
        boolean open = text.startsWith("*");
        boolean unfinished = text.endsWith("*");
        if (open && unfinished) {
            return name.contains(text.length() < 2 ? "" : text.substring(1, text.length() - 1));
        }
        if (open) {
            return name.endsWith(text.substring(1));
        }
        return unfinished ? matchesPrefix(name) : text.equals(name);
    }

    /** Whether names that a server makes out of a prefix match, whatever it adds. */
    boolean matchesPrefix(String prefix) {
        if (!text.endsWith("*")) {
            return false;
        }
        return text.startsWith("*") ? matches(prefix) : prefix.startsWith(text.substring(0, text.length() - 1));
    }
}
