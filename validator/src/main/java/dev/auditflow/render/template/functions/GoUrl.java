package dev.auditflow.render.template.functions;

import dev.auditflow.go.GoQuote;
import dev.auditflow.render.template.TemplateException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A URL as Go's {@code net/url} takes it apart.
 *
 * @param path decoded, as are host and fragment
 * @param userinfo encoded as in a URL; null when there is none, which is not the same as an empty one
 */
record GoUrl(
        String scheme,
        String opaque,
        @Nullable String userinfo,
        String host,
        String path,
        String query,
        String fragment) {

    /** Takes a URL apart. @throws TemplateException in Go's words, without those of the function */
    static GoUrl parse(String text) {
        int hash = text.indexOf('#');
        String main = hash < 0 ? text : text.substring(0, hash);
        GoUrl url;
        try {
            url = withoutFragment(main);
        } catch (TemplateException e) {
            throw new TemplateException("parse " + GoQuote.quote(main) + ": " + e.text());
        }
        if (hash < 0) {
            return url;
        }
        try {
            String fragment = UrlEscapes.decode(text.substring(hash + 1), UrlEscapes.Part.FRAGMENT);
            return new GoUrl(url.scheme, url.opaque, url.userinfo, url.host, url.path, url.query, fragment);
        } catch (TemplateException e) {
            throw new TemplateException("parse " + GoQuote.quote(text) + ": " + e.text());
        }
    }

    private static GoUrl withoutFragment(String text) {
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new TemplateException("net/url: invalid control character in URL");
        }
        if (text.equals("*")) {
            return new GoUrl("", "", null, "", "*", "", "");
        }
        int colon = schemeEnd(text);
        String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = text.substring(colon + 1);
        int question = rest.indexOf('?');
        String query = question < 0 ? "" : rest.substring(question + 1);
        rest = question < 0 ? rest : rest.substring(0, question);
        if (!rest.startsWith("/")) {
            if (!scheme.isEmpty()) {
                return new GoUrl(scheme, rest, null, "", "", query, "");
            }
            int slash = rest.indexOf('/');
            if ((slash < 0 ? rest : rest.substring(0, slash)).contains(":")) {
                throw new TemplateException("first path segment in URL cannot contain colon");
            }
        }
        String userinfo = null;
        String host = "";
        if ((!scheme.isEmpty() || !rest.startsWith("///")) && rest.startsWith("//")) {
            int slash = rest.indexOf('/', 2);
            String authority = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
            rest = slash < 0 ? "" : rest.substring(slash);
            int at = authority.lastIndexOf('@');
            host = UrlHosts.decode(scheme, authority.substring(at + 1));
            userinfo = at < 0 ? null : userinfo(authority.substring(0, at));
        }
        return new GoUrl(scheme, "", userinfo, host, UrlEscapes.decode(rest, UrlEscapes.Part.PATH), query, "");
    }

    /** Where the colon after the scheme is, -1 when there is no scheme. */
    private static int schemeEnd(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (c == ':') {
                if (i == 0) {
                    throw new TemplateException("missing protocol scheme");
                }
                return i;
            }
            boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (!letter && !(other && i > 0)) {
                return -1;
            }
        }
        return -1;
    }

    /** The user and password of an authority, in Go's own encoding. */
    static String userinfo(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fine = c < 0x80 && (Character.isLetterOrDigit(c) || "-._:~!$&'()*+,;=%@".indexOf(c) >= 0);
            if (!fine) {
                throw new TemplateException("net/url: invalid userinfo");
            }
        }
        int colon = text.indexOf(':');
        String name = again(colon < 0 ? text : text.substring(0, colon));
        return colon < 0 ? name : name + ":" + again(text.substring(colon + 1));
    }

    private static String again(String encoded) {
        return UrlEscapes.encode(UrlEscapes.decode(encoded, UrlEscapes.Part.USER), UrlEscapes.Part.USER);
    }

    /** The host without its port and without the brackets of an IPv6 address. */
    String hostname() {
        int colon = host.lastIndexOf(':');
        String name = colon >= 0 && UrlHosts.isPort(host.substring(colon)) ? host.substring(0, colon) : host;
        return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    }

    /** The URL as Go prints it from these parts. */
    String text() {
        StringBuilder out = new StringBuilder();
        if (!scheme.isEmpty()) {
            out.append(scheme).append(':');
        }
        if (!opaque.isEmpty()) {
            out.append(opaque);
        } else {
            appendHierarchy(out);
        }
        if (!query.isEmpty()) {
            out.append('?').append(query);
        }
        if (!fragment.isEmpty()) {
            out.append('#').append(UrlEscapes.encode(fragment, UrlEscapes.Part.FRAGMENT));
        }
        return out.toString();
    }

    private void appendHierarchy(StringBuilder out) {
        boolean authority = !host.isEmpty() || userinfo != null;
        if (authority || (!scheme.isEmpty() && !path.isEmpty())) {
            out.append("//");
        }
        if (userinfo != null) {
            out.append(userinfo).append('@');
        }
        out.append(UrlEscapes.encode(host, UrlEscapes.Part.HOST));
        String escaped = path.equals("*") ? path : UrlEscapes.encode(path, UrlEscapes.Part.PATH);
        if (!escaped.isEmpty() && !escaped.startsWith("/") && !host.isEmpty()) {
            out.append('/');
        }
        if (out.isEmpty()) {
            int slash = escaped.indexOf('/');
            out.append((slash < 0 ? escaped : escaped.substring(0, slash)).contains(":") ? "./" : "");
        }
        out.append(escaped);
    }
}
