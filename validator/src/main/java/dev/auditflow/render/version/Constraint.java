package dev.auditflow.render.version;

/**
 * One comparison of a range.
 *
 * @param anyMinor whether the version leaves the minor number open, as in {@code 1.x}
 * @param anyPatch whether it leaves only the patch number open
 * @param open whether it leaves any number open
 */
record Constraint(String operator, SemVer version, boolean anyMinor, boolean anyPatch, boolean open) {
    boolean accepts(SemVer v) {
        return switch (operator) {
            case "!=" -> differs(v);
            case ">" -> greater(v);
            case "<" -> v.compareTo(version) < 0;
            case ">=", "=>" -> v.compareTo(version) >= 0;
            case "<=", "=<" -> atMost(v);
            case "~", "~>" -> tilde(v);
            case "^" -> caret(v);
            default -> open ? tilde(v) : v.compareTo(version) == 0;
        };
    }

    private boolean differs(SemVer v) {
        if (!open) {
            return v.compareTo(version) != 0;
        }
        if (v.major() != version.major()) {
            return true;
        }
        if (anyMinor) {
            return false;
        }
        if (v.minor() != version.minor()) {
            return true;
        }
        return anyPatch
                ? SemVer.comparePre(v.pre(), version.pre()) != 0
                : v.patch() != version.patch() || v.compareTo(version) != 0;
    }

    private boolean greater(SemVer v) {
        if (!open) {
            return v.compareTo(version) > 0;
        }
        int major = Long.compareUnsigned(v.major(), version.major());
        if (major != 0 || anyMinor) {
            return major > 0;
        }
        return anyPatch ? Long.compareUnsigned(v.minor(), version.minor()) > 0 : v.compareTo(version) > 0;
    }

    private boolean atMost(SemVer v) {
        if (!open) {
            return v.compareTo(version) <= 0;
        }
        int major = Long.compareUnsigned(v.major(), version.major());
        return major < 0 || (major == 0 && (anyMinor || Long.compareUnsigned(v.minor(), version.minor()) <= 0));
    }

    private boolean tilde(SemVer v) {
        if (v.compareTo(version) < 0) {
            return false;
        }
        boolean zero = version.major() == 0 && version.minor() == 0 && version.patch() == 0;
        if (zero && !anyMinor && !anyPatch) {
            return true;
        }
        return v.major() == version.major() && (anyMinor || v.minor() == version.minor());
    }

    private boolean caret(SemVer v) {
        if (v.compareTo(version) < 0 || v.major() != version.major()) {
            return false;
        }
        if (version.major() != 0 || anyMinor) {
            return true;
        }
        if (v.minor() != version.minor()) {
            return false;
        }
        return version.minor() != 0 || anyPatch || v.patch() == version.patch();
    }
}
