package dev.auditflow.manifest;

import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.List;
import java.util.Locale;
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

    /**
     * A name, a sign and a literal behind it: {@code db.password=x}, {@code --token x}, {@code "secretKey": "x"}. A variable
     * of psql, {@code PASSWORD :'name'}, is no literal.
     */
    private static final Pattern ASSIGNED =
            Pattern.compile("(?:([\\w.\\-]{1,80})[\"']?(?!\\s+:['\"])\\s*[:=]|(--?[\\w.\\-]{1,80})\\s)"
                    + "\\s*(?!(?:true|false|null|none|~|\"\"|'')\\s*$)(?!\\$[({]|\\{\\{)[^\\s:=]");

    /** Keys and tokens that can be told by how they look, and URLs with a password. */
    private static final Pattern SHAPE = Pattern.compile(
            "-----BEGIN |AKIA[0-9A-Z]{12}|gh[a-z]_\\w{16}|github_pat_"
                    + "|glpat-|xox[a-z]-|eyJ[\\w-]{8,}\\.|\\bsk[-_]\\w{16}|://[^/\\s:@]*:[^/\\s@]+@|(?i:basic|bearer) [\\w+/=.-]{12}");

    private Credentials() {}

    /** Whether what has this name may be a credential: {@code DB_PASSWORD}, {@code --api-key}, {@code adminPassword}. */
    public static boolean isName(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return WORDS.stream().anyMatch(plain::contains) && ABOUT.stream().noneMatch(plain::endsWith);
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
        if (SHAPE.matcher(text).find()) {
            return true;
        }
        Matcher assigned = ASSIGNED.matcher(text);
        while (assigned.find()) {
            if (isName(assigned.group(1) == null ? assigned.group(2) : assigned.group(1))) {
                return true;
            }
        }
        return false;
    }
}
