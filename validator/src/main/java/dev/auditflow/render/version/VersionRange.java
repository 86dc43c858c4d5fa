package dev.auditflow.render.version;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.auditflow.render.version.SemVer.NotAVersion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A constraint on versions: {@code ^1.2}, {@code >=1.20.0-0 <2}, {@code 1.x || ~2.3}. */
public final class VersionRange {
    private static final int MAX_LENGTH = 512;
    private static final int MAX_GROUPS = 32;
    private static final String PARTS = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
    private static final String NUMBER = "[0-9|xX*]+";
    private static final String VERSION =
            "v?(" + NUMBER + ")(\\." + NUMBER + ")?(\\." + NUMBER + ")?(-" + PARTS + ")?(?:\\+" + PARTS + ")?";
    private static final String PLAIN = VERSION.replaceAll("\\((?!\\?)", "(?:");
    private static final String OPERATOR = "=||!=|>|<|>=|=>|<=|=<|~|~>|\\^";
    private static final String ONE = "(?:" + OPERATOR + ")\\s*" + PLAIN;
    private static final Pattern HYPHEN = Pattern.compile("\\s*(" + PLAIN + ")\\s+-\\s+(" + PLAIN + ")\\s*");
    private static final Pattern GROUP = Pattern.compile("(?:\\s*" + ONE + "\\s*)(?:(?:\\s+|,\\s*)" + ONE + "\\s*)*");
    private static final Pattern FIND = Pattern.compile(ONE);
    private static final Pattern PART = Pattern.compile("\\s*(" + OPERATOR + ")\\s*(" + VERSION + ")\\s*");

    private record Group(List<Constraint> all, boolean prerelease) {}

    private final List<Group> groups;

    private VersionRange(List<Group> groups) {
        this.groups = groups;
    }

    /** Whether the version is in the range; false for what is no version or no range. */
    public static boolean accepts(String range, String version) {
        try {
            return parse(range).contains(SemVer.parse(version));
        } catch (NotAVersion e) {
            return false;
        }
    }

    /** Reads a range. */
    public static VersionRange parse(String range) throws NotAVersion {
        if (range.length() > MAX_LENGTH) {
            throw new NotAVersion("constraint string is too long (max 512 bytes)");
        }
        String[] alternatives = withoutHyphens(range).split("\\|\\|", -1);
        if (alternatives.length > MAX_GROUPS) {
            throw new NotAVersion("too many constraint groups (max 32)");
        }
        List<Group> groups = new ArrayList<>();
        for (String alternative : alternatives) {
            groups.add(group(alternative));
        }
        return new VersionRange(groups);
    }

    /** {@code 1.2 - 3} is {@code >= 1.2, <= 3}. */
    private static String withoutHyphens(String range) {
        String rewritten = range;
        Matcher matcher = HYPHEN.matcher(range);
        while (matcher.find()) {
            String found = matcher.group();
            int at = rewritten.indexOf(found);
            if (at >= 0) {
                rewritten = rewritten.substring(0, at) + ">= " + matcher.group(1) + ", <= " + matcher.group(2) + " "
                        + rewritten.substring(at + found.length());
            }
        }
        return rewritten;
    }

    private static Group group(String text) throws NotAVersion {
        if (!GROUP.matcher(text).matches()) {
            throw new NotAVersion("improper constraint: " + quoted(text));
        }
        List<Constraint> all = new ArrayList<>();
        Matcher matcher = FIND.matcher(text);
        while (matcher.find()) {
            all.add(constraint(matcher.group()));
        }
        return new Group(all, all.stream().anyMatch(c -> !c.version().pre().isEmpty()));
    }

    private static Constraint constraint(String text) throws NotAVersion {
        Matcher matcher = PART.matcher(text);
        if (!matcher.matches()) {
            throw new NotAVersion("improper constraint: " + quoted(text));
        }
        String major = matcher.group(3);
        String minor = number(matcher.group(4));
        String patch = number(matcher.group(5));
        String pre = matcher.group(6) == null ? "" : matcher.group(6);
        boolean any = isAny(major);
        boolean anyMinor = !any && isAny(minor);
        boolean anyPatch = !any && !anyMinor && isAny(patch);
        String version = any
                ? "0.0.0" + pre
                : anyMinor ? major + ".0.0" + pre : anyPatch ? major + "." + minor + ".0" + pre : matcher.group(2);
        try {
            return new Constraint(
                    matcher.group(1), SemVer.parse(version), anyMinor, anyPatch, any || anyMinor || anyPatch);
        } catch (NotAVersion e) {
            throw new NotAVersion("constraint parser error");
        }
    }

    private static String number(@Nullable String dotted) {
        return dotted == null ? "" : dotted.substring(1);
    }

    private static boolean isAny(String part) {
        return part.isEmpty() || part.equals("x") || part.equals("X") || part.equals("*");
    }

    private static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t") + "\"";
    }

    /** Whether the version is in the range; pre-releases only where the range names one. */
    public boolean contains(SemVer version) {
        return groups.stream()
                .anyMatch(group -> (version.pre().isEmpty() || group.prerelease)
                        && group.all.stream().allMatch(constraint -> constraint.accepts(version)));
    }
}
