package dev.auditflow.version;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A commit, which says what it does by Conventional Commits 1.0.0.
 *
 * @param id short, as git abbreviates it
 */
public record Commit(String id, String subject, String body) {
    private static final Pattern TYPE = Pattern.compile("([A-Za-z]+)(\\([^)]*\\))?(!)?: .*");
    private static final Pattern BREAKING = Pattern.compile("(?m)^BREAKING[ -]CHANGE: ");

    /** What it says of itself. A subject of another form ({@code fix a leak}) is a patch. */
    public Bump bump() {
        Matcher type = TYPE.matcher(subject);
        boolean typed = type.matches();
        if ((typed && type.group(3) != null) || BREAKING.matcher(body).find()) {
            return Bump.MAJOR;
        }
        return typed && type.group(1).equalsIgnoreCase("feat") ? Bump.MINOR : Bump.PATCH;
    }

    /** The subject and where to find it. */
    @Override
    public String toString() {
        return subject + " (" + id + ")";
    }
}
