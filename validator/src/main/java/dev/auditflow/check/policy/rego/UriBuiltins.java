package dev.auditflow.check.policy.rego;

import dev.auditflow.check.policy.rego.Builtin.Undefined;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code uri.*}, as Go's net/url reads addresses. */
final class UriBuiltins {
    private static final Pattern PARTS = Pattern.compile(
            "(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#(.*))?", Pattern.DOTALL);
    private static final Pattern AUTHORITY = Pattern.compile("(?:([A-Za-z0-9._:~!$&'()*+,;=%@-]*)@)?"
            + "(\\[[0-9a-fA-F:.%a-zA-Z_~-]*\\]|(?:[^:@\\[][^:@]*)?)(?::([0-9]*))?");
    /** Go takes escapes in a host for bytes beyond ASCII only. */
    private static final Pattern HOST_ESCAPES = Pattern.compile("(?s)(?:[^%]|%[89A-Fa-f][0-9A-Fa-f]|%25)*+");

    private static final String KEPT_IN_PATH = "-_.~$&+,/:;=@";
    private static final Pattern ESCAPES = Pattern.compile("(?s)(?:[^%]|%[0-9A-Fa-f]{2})*+");

    private UriBuiltins() {}

    static @Nullable Builtin find(String name) {
        return switch (name) {
            case "uri.parse" -> args -> parse(args.string(0));
            case "uri.is_valid" -> UriBuiltins::isValid;
            default -> null;
        };
    }

    private static Value isValid(Args args) {
        try {
            boolean valid = args.value(0) instanceof Value.Str(String text) && !text.isEmpty();
            if (valid) {
                parse(args.string(0));
            }
            return Value.of(valid);
        } catch (Undefined e) {
            return Value.of(false);
        }
    }

    private static Value parse(String text) throws Undefined {
        Matcher parts = PARTS.matcher(text);
        boolean control = text.chars().anyMatch(c -> c < ' ' || c == 127);
        if (control || !parts.matches()) {
            throw wrong();
        }
        String scheme = given(parts.group(1));
        String path = parts.group(3);
        refuseColonInFirstStep(scheme, parts.group(2), path);
        Map<Value, Value> fields = new TreeMap<>();
        put(fields, "scheme", scheme.toLowerCase(Locale.ROOT));
        if (parts.group(2) != null) {
            Matcher authority = AUTHORITY.matcher(parts.group(2));
            if (!authority.matches() || parts.group(2).contains(" ")) {
                throw wrong();
            }
            decoded(given(authority.group(1)));
            String host = authority.group(2);
            if (!HOST_ESCAPES.matcher(host).matches()) {
                throw wrong();
            }
            put(fields, "hostname", decoded(host.startsWith("[") ? host.substring(1, host.length() - 1) : host));
            put(fields, "port", given(authority.group(3)));
        }
        boolean opaque = !scheme.isEmpty() && parts.group(2) == null && !path.startsWith("/");
        if (!opaque && !path.isEmpty()) {
            String plain = decoded(path);
            put(fields, "path", plain);
            put(fields, "raw_path", encoded(plain).equals(path) ? plain : path);
        }
        put(fields, "raw_query", given(parts.group(4)));
        put(fields, "fragment", decoded(given(parts.group(5))));
        return Value.object(fields);
    }

    private static void refuseColonInFirstStep(String scheme, @Nullable String authority, String path)
            throws Undefined {
        String first = path.split("/", 2)[0];
        if (scheme.isEmpty() && authority == null && first.contains(":")) {
            throw wrong();
        }
    }

    private static void put(Map<Value, Value> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.put(Value.of(name), Value.of(value));
        }
    }

    private static String given(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String decoded(String text) throws Undefined {
        if (!ESCAPES.matcher(text).matches()) {
            throw wrong();
        }
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** A path as Go writes it by default. */
    private static String encoded(String path) {
        StringBuilder out = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            boolean kept = b > 0 && (Character.isLetterOrDigit(b) || KEPT_IN_PATH.indexOf(b) >= 0);
            out.append(kept ? Character.toString(b) : "%%%02X".formatted(b));
        }
        return out.toString();
    }

    private static Undefined wrong() {
        return new Undefined("the text is no address");
    }
}
