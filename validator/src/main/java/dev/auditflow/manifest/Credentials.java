package dev.auditflow.manifest;

import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells names and texts that may give a credential away. It rather hides too much. */
public final class Credentials {
    private static final List<String> WORDS = List.of(
            "password",
            "passwd",
            "passphrase",
            "pwd",
            "secret",
            "token",
            "credential",
            "apikey",
            "accesskey",
            "privatekey");

    /** Ends of names that are about a credential and do not hold it. */
    private static final List<String> ABOUT =
            List.of("name", "namespace", "ref", "path", "dir", "file", "type", "enabled", "ttl", "seconds", "policy");

    /** As much of a long name as is looked at. */
    private static final int LONGEST = 80;

    private static final String LITERAL = "\\s*(?!(?:true|false|null|none|~|\"\"|'')\\s*$)(?!\\$[({]|\\{\\{)[^\\s:=]";

    /**
     * What stands behind a name to which a literal is given: {@code db.password=x}, {@code "secretKey": "x"}. A variable of
     * psql, {@code PASSWORD :'name'}, is no literal.
     */
    private static final Pattern ASSIGNED = Pattern.compile("[\"']?(?!\\s+:['\"])\\s*[:=]" + LITERAL);

    /** What stands behind a flag that has a value: {@code --token x}. */
    private static final Pattern FOLLOWED = Pattern.compile("\\s" + LITERAL);

    /** Keys and tokens that can be told by how they look, and URLs with a password. */
    private static final Pattern SHAPE = Pattern.compile(
            "-----BEGIN |AKIA[0-9A-Z]{12}|gh[a-z]_\\w{16}|github_pat_"
                    + "|glpat-|xox[a-z]-|eyJ[\\w-]{8,}\\.|\\bsk[-_]\\w{16}|://[^/\\s:@]*:[^/\\s@]+@|(?i:basic|bearer) [\\w+/=.-]{12}");

    private Credentials() {}

    /** Whether what has this name may be a credential: {@code DB_PASSWORD}, {@code --api-key}, {@code adminPassword}. */
    public static boolean isName(String name) {
        String plain = plain(name);
        return holdsWord(plain) && ABOUT.stream().noneMatch(plain::endsWith);
    }

    /** Whether the value of an entry may be a credential, by its key or by the name of the variable that it is of. */
    public static boolean isNamed(MapNode map, MapNode.Entry entry) {
        return isName(entry.key())
                || (entry.key().equals("value")
                        && map.string("name").filter(Credentials::isName).isPresent());
    }

    /** Whether an argument is a flag with the name of a credential, which may be the argument after it. */
    public static boolean isFlag(Node argument) {
        return argument instanceof ScalarNode scalar && scalar.text().startsWith("-") && isName(scalar.text());
    }

    /** Whether a credential may stand in the text. */
    public static boolean mayStandIn(String text) {
        return hasShape(text) || isAssigned(text);
    }

    private static boolean hasShape(String text) {
        Matcher shape = SHAPE.matcher(text).useTransparentBounds(true);
        for (int at = 0; at + 1 < text.length(); at++) {
            if (startsShape(text.charAt(at), text.charAt(at + 1))
                    && shape.region(at, text.length()).lookingAt()) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@link #SHAPE} may begin so: a big text is searched for two characters faster than for a pattern. */
    private static boolean startsShape(char first, char second) {
        return switch (first) {
            case '-' -> second == '-';
            case 'A' -> second == 'K';
            case 'g' -> second == 'h' || second == 'i' || second == 'l';
            case 'x' -> second == 'o';
            case 'e' -> second == 'y';
            case 's' -> second == 'k';
            case ':' -> second == '/';
            case 'b', 'B' -> "aAeE".indexOf(second) >= 0;
            default -> false;
        };
    }

    private static boolean isAssigned(String text) {
        Matcher assigned = ASSIGNED.matcher(text);
        Matcher followed = FOLLOWED.matcher(text);
        int end = 0;
        for (int start = 0; start < text.length(); start = end + 1) {
            end = endOfName(text, start);
            if (isBeforeSign(text, end)
                    && isName(text.substring(Math.max(start, end - LONGEST), end))
                    && assigned.region(end, text.length()).lookingAt()) {
                return true;
            }
            int dash = text.indexOf('-', Math.max(start, end - LONGEST - 1), end);
            if (dash >= 0
                    && isName(text.substring(dash, end))
                    && followed.region(end, text.length()).lookingAt()) {
                return true;
            }
        }
        return false;
    }

    private static int endOfName(String text, int start) {
        int end = start;
        while (end < text.length() && isOfName(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Whether {@link #ASSIGNED} may match: most names in a text are words before other words. */
    private static boolean isBeforeSign(String text, int at) {
        int sign = at;
        while (sign < text.length() && "\"' \t\n\u000b\f\r".indexOf(text.charAt(sign)) >= 0) {
            sign++;
        }
        return sign < text.length() && (text.charAt(sign) == ':' || text.charAt(sign) == '=');
    }

    private static boolean isOfName(char c) {
        return isPlain(c) || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' || c == '-';
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    /** Small letters and digits alone. */
    private static String plain(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        for (int at = 0; at < name.length(); at++) {
            char c = Character.toLowerCase(name.charAt(at));
            if (isPlain(c)) {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static boolean holdsWord(String plain) {
        for (String word : WORDS) {
            if (plain.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
