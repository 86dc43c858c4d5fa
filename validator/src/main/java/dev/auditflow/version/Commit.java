package dev.auditflow.version;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A commit, which says what it does by Conventional Commits 1.0.0.
 *
 * @param id short, as git abbreviates it
 */
public record Commit(String id, String subject, String body) {
    private static final Pattern TYPE =
            Pattern.compile("(?<type>[A-Za-z]+)(\\((?<scope>[^)]*)\\))?(?<breaks>!)?: (?<description>.*)");
    /** To the end of its paragraph. */
    private static final Pattern BREAKING = Pattern.compile("(?m)^BREAKING[ -]CHANGE: (?<what>(?:.+(?:\\R(?=.)|$))*)");

    /** What it says of itself. A subject of another form ({@code fix a leak}) is a patch. */
    public Bump bump() {
        Matcher type = TYPE.matcher(subject);
        if ((type.matches() && type.group("breaks") != null)
                || BREAKING.matcher(body).find()) {
            return Bump.MAJOR;
        }
        return type().equals("feat") ? Bump.MINOR : Bump.PATCH;
    }

    /** {@code feat}, in lower case; empty for a subject of another form. */
    public String type() {
        return part("type").toLowerCase(Locale.ROOT);
    }

    /** What its type is about; empty if it does not say. */
    public String scope() {
        return part("scope");
    }

    /** The subject without type and scope; all of it for a subject of another form. */
    public String description() {
        return type().isEmpty() ? subject : part("description");
    }

    /** What its body says of a breaking change; empty if it says nothing. */
    public String breaking() {
        Matcher breaking = BREAKING.matcher(body);
        return breaking.find() ? breaking.group("what").strip() : "";
    }

    private String part(String group) {
        Matcher type = TYPE.matcher(subject);
        return type.matches() && type.group(group) != null ? type.group(group) : "";
    }

    /** The subject and where to find it. */
    @Override
    public String toString() {
        return subject + " (" + id + ")";
    }
}
