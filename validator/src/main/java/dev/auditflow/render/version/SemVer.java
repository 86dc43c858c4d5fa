package dev.auditflow.render.version;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Locale;

/**
 * A version. Reading is lenient: a leading {@code v}, one or two numbers and leading zeros are accepted.
 *
 * @param major unsigned, as are minor and patch
 * @param pre after the hyphen, empty for none
 * @param metadata after the plus sign, empty for none
 * @param original as it was written
 */
public record SemVer(long major, long minor, long patch, String pre, String metadata, String original)
        implements Comparable<SemVer> {
    /** A text that is no version or no range; the message is in the words of Helm's library. */
    public static final class NotAVersion extends Exception {
        private static final long serialVersionUID = 1L;

        NotAVersion(String message) {
            super(message, null, false, false);
        }

        /** The message. */
        public String text() {
            return String.valueOf(getMessage());
        }
    }

    private static final int MAX_LENGTH = 256;
    private static final String PARTS = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
    private static final Pattern FORM =
            Pattern.compile("v?([0-9]+)(?:\\.([0-9]+))?(?:\\.([0-9]+))?(?:-(" + PARTS + "))?(?:\\+(" + PARTS + "))?");

    /** Reads a version. */
    public static SemVer parse(String text) throws NotAVersion {
        if (text.length() > MAX_LENGTH) {
            throw new NotAVersion("version string is too long (max 256 bytes)");
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new NotAVersion("invalid semantic version");
        }
        String pre = group(matcher, 4);
        for (String part : pre.split("\\.", -1)) {
            if (part.length() > 1 && part.charAt(0) == '0' && isNumber(part)) {
                throw new NotAVersion("version segment starts with 0");
            }
        }
        return new SemVer(
                segment(group(matcher, 1)),
                segment(group(matcher, 2)),
                segment(group(matcher, 3)),
                pre,
                group(matcher, 5),
                text);
    }

    private static String group(Matcher matcher, int index) {
        String group = matcher.group(index);
        return group == null ? "" : group;
    }

    private static long segment(String digits) throws NotAVersion {
        try {
            return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits);
        } catch (NumberFormatException e) {
            throw new NotAVersion(
                    "error parsing version segment: strconv.ParseUint: parsing \"" + digits + "\": value out of range");
        }
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The next patch version; for a pre-release the version that it comes before. */
    public SemVer nextPatch() {
        return numbers(major, minor, pre.isEmpty() ? patch + 1 : patch);
    }

    public SemVer nextMinor() {
        return numbers(major, minor + 1, 0);
    }

    public SemVer nextMajor() {
        return numbers(major + 1, 0, 0);
    }

    private SemVer numbers(long newMajor, long newMinor, long newPatch) {
        SemVer bare = new SemVer(newMajor, newMinor, newPatch, "", "", "");
        return new SemVer(newMajor, newMinor, newPatch, "", "", (original.startsWith("v") ? "v" : "") + bare);
    }

    /** Metadata does not count; a pre-release comes before its version. */
    @Override
    public int compareTo(SemVer other) {
        int order = Long.compareUnsigned(major, other.major);
        order = order != 0 ? order : Long.compareUnsigned(minor, other.minor);
        order = order != 0 ? order : Long.compareUnsigned(patch, other.patch);
        if (order != 0) {
            return order;
        }
        return pre.isEmpty() || other.pre.isEmpty()
                ? Boolean.compare(pre.isEmpty(), other.pre.isEmpty())
                : comparePre(pre, other.pre);
    }

    /** Orders two pre-releases part by part; none at all comes first. */
    static int comparePre(String a, String b) {
        String[] left = a.split("\\.", -1);
        String[] right = b.split("\\.", -1);
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int order = comparePart(i < left.length ? left[i] : "", i < right.length ? right[i] : "");
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int comparePart(String a, String b) {
        if (a.equals(b)) {
            return 0;
        }
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? -1 : 1;
        }
        boolean numberA = fits(a);
        boolean numberB = fits(b);
        if (numberA && numberB) {
            return Long.parseUnsignedLong(a) == Long.parseUnsignedLong(b)
                    ? -1
                    : Long.compareUnsigned(Long.parseUnsignedLong(a), Long.parseUnsignedLong(b));
        }
        return numberA == numberB ? a.compareTo(b) : numberA ? -1 : 1;
    }

    private static boolean fits(String text) {
        if (!isNumber(text)) {
            return false;
        }
        try {
            Long.parseUnsignedLong(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Without a leading {@code v}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s.%s.%s%s%s",
                Long.toUnsignedString(major),
                Long.toUnsignedString(minor),
                Long.toUnsignedString(patch),
                pre.isEmpty() ? "" : "-" + pre,
                metadata.isEmpty() ? "" : "+" + metadata);
    }
}
