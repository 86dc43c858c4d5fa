package dev.auditflow.render.template.functions;

import dev.auditflow.go.GoQuote;
import dev.auditflow.render.template.TemplateException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The host of a URL with its port. */
final class UrlHosts {
    private static final Pattern PORT = Pattern.compile("(:[0-9]*)?");
    private static final Pattern GROUPS = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final Pattern IPV4 = Pattern.compile("([0-9]{1,3})(\\.[0-9]{1,3}){3}");

    private UrlHosts() {}

    /** The decoded host. @throws TemplateException in Go's words */
    static String decode(String scheme, String host) {
        int open = host.lastIndexOf('[');
        if (open > 0) {
            throw new TemplateException("invalid IP-literal");
        }
        if (open == 0) {
            return bracketed(host);
        }
        int colon = host.indexOf(':');
        if (colon >= 0) {
            boolean strict = scheme.equals("http") || scheme.equals("https");
            checkPort(host.substring(strict ? colon : host.lastIndexOf(':')));
        }
        return UrlEscapes.decode(host, UrlEscapes.Part.HOST);
    }

    private static String bracketed(String host) {
        int close = host.lastIndexOf(']');
        if (close < 0) {
            throw new TemplateException("missing ']' in host");
        }
        String port = host.substring(close + 1);
        checkPort(port);
        String inside = host.substring(1, close);
        int zone = inside.indexOf("%25");
        String name = zone < 0
                ? UrlEscapes.decode(inside, UrlEscapes.Part.HOST)
                : UrlEscapes.decode(inside.substring(0, zone), UrlEscapes.Part.HOST)
                        + UrlEscapes.decode(inside.substring(zone), UrlEscapes.Part.ZONE);
        int percent = name.indexOf('%');
        if (!isIpv6(percent < 0 ? name : name.substring(0, percent))) {
            throw new TemplateException(
                    IPV4.matcher(name).matches()
                            ? "invalid IP-literal"
                            : "invalid host: ParseAddr(" + GoQuote.quote(name) + "): unable to parse IP");
        }
        return "[" + name + "]" + port;
    }

    private static void checkPort(String port) {
        if (!isPort(port)) {
            throw new TemplateException("invalid port " + GoQuote.quote(port) + " after host");
        }
    }

    /** Whether a text is nothing, or a colon and digits. */
    static boolean isPort(String text) {
        return PORT.matcher(text).matches();
    }

    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap != text.lastIndexOf("::")) {
            return false;
        }
        if (gap < 0) {
            return groups(text) == 8;
        }
        int before = gap == 0 ? 0 : groups(text.substring(0, gap));
        int after = gap + 2 == text.length() ? 0 : groups(text.substring(gap + 2));
        return before >= 0 && after >= 0 && before + after < 8;
    }

    /** How many groups a part of an address has, an IPv4 address at its end counting as two; -1 for none. */
    private static int groups(String text) {
        String[] parts = text.split(":", -1);
        String last = parts[parts.length - 1];
        boolean four = IPV4.matcher(last).matches()
                && Arrays.stream(last.split("\\.")).allMatch(part -> Integer.parseInt(part) < 256);
        int checked = four ? parts.length - 1 : parts.length;
        for (int i = 0; i < checked; i++) {
            if (!GROUPS.matcher(parts[i]).matches()) {
                return -1;
            }
        }
        return four ? parts.length + 1 : parts.length;
    }
}
