package dev.auditflow.render.template.functions;

import static dev.auditflow.render.template.functions.StringFunctions.text;

import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.GoTypes;
import dev.auditflow.render.template.TemplateException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sprig's functions of URLs. */
final class UrlFunctions {
    private UrlFunctions() {}

    static List<Fn> functions() {
        return List.of(
                new Fn("urlParse", "func(string) " + GoMap.ANY, (c, a) -> parsed(text(a, 0))),
                new Fn("urlJoin", "func(" + GoMap.ANY + ") string", (c, a) -> joined(a.get(0))));
    }

    private static GoMap parsed(String text) {
        GoUrl url;
        try {
            url = GoUrl.parse(text);
        } catch (TemplateException e) {
            throw new TemplateException("unable to parse url: " + e.text());
        }
        GoMap parts = new GoMap();
        parts.put("scheme", url.scheme());
        parts.put("host", url.host());
        parts.put("hostname", url.hostname());
        parts.put("path", url.path());
        parts.put("query", url.query());
        parts.put("opaque", url.opaque());
        parts.put("fragment", url.fragment());
        parts.put("userinfo", url.userinfo() == null ? "" : url.userinfo());
        return parts;
    }

    private static String joined(@Nullable Object value) {
        GoMap parts = value instanceof GoMap map ? map : new GoMap();
        String scheme = part(parts, "scheme");
        String host = part(parts, "host");
        String path = part(parts, "path");
        String query = part(parts, "query");
        String opaque = part(parts, "opaque");
        String fragment = part(parts, "fragment");
        String user = part(parts, "userinfo");
        String userinfo = null;
        if (!user.isEmpty()) {
            try {
                userinfo = GoUrl.parse("proto://" + user + "@host").userinfo();
            } catch (TemplateException e) {
                throw new TemplateException("unable to parse userinfo in dict: " + e.text());
            }
        }
        return new GoUrl(scheme, opaque, userinfo, host, path, query, fragment).text();
    }

    private static String part(GoMap parts, String key) {
        Object value = parts.get(key);
        if (value == null && parts.containsKey(key)) {
            throw new TemplateException(Elements.NIL_POINTER);
        }
        if (value != null && !(value instanceof String)) {
            throw new TemplateException(
                    "unable to parse " + key + " key, must be of type string, but " + GoTypes.kindOf(value) + " found");
        }
        return value == null ? "" : (String) value;
    }
}
