package dev.auditflow.render.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Version constraints as Helm's semver library reads them: {@code ^1.2}, {@code >=1.20.0-0 <2}, {@code 1.x || ~2.3}. */
final class VersionRange {
    private static final int MAX_LENGTH = 512;
    private static final String VERSION = "v?([0-9xX*]+)(\\.[0-9xX*]+)?(\\.[0-9xX*]+)?"
            + "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?";
    private static final String OPERATOR = "!=|>=|=>|<=|=<|~>|=|>|<|~|\\^|";
    private static final Pattern ONE = Pattern.compile("(" + OPERATOR + ")\\s*" + VERSION);
    private static final Pattern HYPHEN = Pattern.compile("\\s*(v?[0-9xX*][^\\s]*)\\s+-\\s+(v?[0-9xX*][^\\s]*)\\s*");

    private VersionRange() {}

    /** Whether the version is in the range; false for what is no version or no range. */
    static boolean accepts(String range, String version) {
        Version parsed = Version.parse(version);
        if (parsed == null || range.length() > MAX_LENGTH) {
            return false;
        }
        String text = HYPHEN.matcher(range).replaceAll(">= $1, <= $2 ");
        boolean accepted = false;
        for (String group : text.split("\\|\\|", -1)) {
            List<Constraint> all = group(group);
            if (all == null) {
                return false;
            }
            boolean prerelease = all.stream().anyMatch(c -> !c.version.pre.isEmpty());
            accepted |= (parsed.pre.isEmpty() || prerelease) && all.stream().allMatch(c -> c.accepts(parsed));
        }
        return accepted;
    }

    private static @Nullable List<Constraint> group(String text) {
        List<Constraint> all = new ArrayList<>();
        String rest = text.strip();
        if (rest.isEmpty() || rest.endsWith(",")) {
            return null;
        }
        Matcher matcher = ONE.matcher(rest);
        int at = 0;
        while (at < rest.length()) {
            if (!matcher.region(at, rest.length()).lookingAt()) {
                return null;
            }
            Constraint constraint = Constraint.of(matcher);
            if (constraint == null) {
                return null;
            }
            all.add(constraint);
            int end = matcher.end();
            while (end < rest.length() && (Character.isWhitespace(rest.charAt(end)) || rest.charAt(end) == ',')) {
                end++;
            }
            if (end == matcher.end() && end < rest.length()) {
                return null;
            }
            at = end;
        }
        return all;
    }

    private record Constraint(String operator, Version version, boolean anyMinor, boolean anyPatch, boolean dirty) {
        static @Nullable Constraint of(Matcher matcher) {
            String pre = matcher.group(5) == null ? "" : "-" + matcher.group(5);
            String major = matcher.group(2);
            String minor = part(matcher.group(3));
            String patch = part(matcher.group(4));
            boolean any = isAny(major);
            boolean anyMinor = !any && isAny(minor);
            boolean anyPatch = !any && !anyMinor && isAny(patch);
            String text =
                    any ? "0.0.0" : anyMinor ? major + ".0.0" : major + "." + minor + "." + (anyPatch ? "0" : patch);
            Version version = Version.parse(text + pre);
            return version == null
                    ? null
                    : new Constraint(matcher.group(1), version, anyMinor, anyPatch, any || anyMinor || anyPatch);
        }

        private static String part(@Nullable String dotted) {
            return dotted == null ? "" : dotted.substring(1);
        }

        private static boolean isAny(String part) {
            return part.isEmpty() || part.equals("x") || part.equals("X") || part.equals("*");
        }

        boolean accepts(Version v) {
            return switch (operator) {
                case "!=" -> differs(v);
                case ">" -> greater(v);
                case "<" -> v.compareTo(version) < 0;
                case ">=", "=>" -> v.compareTo(version) >= 0;
                case "<=", "=<" -> atMost(v);
                case "~", "~>" -> tilde(v);
                case "^" -> caret(v);
                default -> dirty ? tilde(v) : v.compareTo(version) == 0;
            };
        }

        private boolean differs(Version v) {
            if (!dirty) {
                return v.compareTo(version) != 0;
            }
            if (v.major != version.major) {
                return true;
            }
            if (anyMinor) {
                return false;
            }
            if (v.minor != version.minor) {
                return true;
            }
            if (anyPatch) {
                return Version.comparePre(v.pre, version.pre) != 0;
            }
            return v.compareTo(version) != 0;
        }

        private boolean greater(Version v) {
            if (!dirty || v.major != version.major) {
                return dirty ? v.major > version.major : v.compareTo(version) > 0;
            }
            return !anyMinor && (anyPatch ? v.minor > version.minor : v.compareTo(version) > 0);
        }

        private boolean atMost(Version v) {
            if (!dirty) {
                return v.compareTo(version) <= 0;
            }
            return v.major < version.major || (v.major == version.major && (v.minor <= version.minor || anyMinor));
        }

        private boolean tilde(Version v) {
            if (v.compareTo(version) < 0) {
                return false;
            }
            boolean zero = version.major == 0 && version.minor == 0 && version.patch == 0;
            if (zero && !anyMinor && !anyPatch) {
                return true;
            }
            return v.major == version.major && (anyMinor || v.minor == version.minor);
        }

        private boolean caret(Version v) {
            if (v.compareTo(version) < 0 || v.major != version.major) {
                return false;
            }
            if (version.major > 0 || anyMinor) {
                return true;
            }
            if (v.minor != version.minor) {
                return false;
            }
            return version.minor > 0 || anyPatch || v.patch == version.patch;
        }
    }

    private record Version(long major, long minor, long patch, String pre) implements Comparable<Version> {
        private static final Pattern FORM = Pattern.compile(
                "v?(\\d{1,18})(?:\\.(\\d{1,18}))?(?:\\.(\\d{1,18}))?(?:-([0-9A-Za-z.-]+))?(?:\\+[0-9A-Za-z.-]+)?");

        static @Nullable Version parse(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                return null;
            }
            String pre = matcher.group(4) == null ? "" : matcher.group(4);
            return new Version(number(matcher.group(1)), number(matcher.group(2)), number(matcher.group(3)), pre);
        }

        private static long number(@Nullable String digits) {
            return digits == null ? 0 : Long.parseLong(digits);
        }

        @Override
        public int compareTo(Version other) {
            int order = Long.compare(major, other.major);
            order = order != 0 ? order : Long.compare(minor, other.minor);
            order = order != 0 ? order : Long.compare(patch, other.patch);
            return order != 0 ? order : comparePre(pre, other.pre);
        }

        static int comparePre(String a, String b) {
            if (a.isEmpty() || b.isEmpty()) {
                return Boolean.compare(a.isEmpty(), b.isEmpty());
            }
            String[] left = a.split("\\.", -1);
            String[] right = b.split("\\.", -1);
            for (int i = 0; i < Math.min(left.length, right.length); i++) {
                int order = comparePart(left[i], right[i]);
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(left.length, right.length);
        }

        private static int comparePart(String a, String b) {
            boolean numberA = a.matches("\\d{1,18}");
            boolean numberB = b.matches("\\d{1,18}");
            if (numberA && numberB) {
                return Long.compare(Long.parseLong(a), Long.parseLong(b));
            }
            return numberA == numberB ? a.compareTo(b) : numberA ? -1 : 1;
        }
    }
}
