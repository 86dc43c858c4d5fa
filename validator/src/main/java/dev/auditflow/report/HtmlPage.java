package dev.auditflow.report;

import dev.auditflow.host.Digest;
import dev.auditflow.host.Resources;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pages of the program's resources, with slots. */
final class HtmlPage {
    private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)}}");

    private HtmlPage() {}

    /** One pass over the page: what fills a slot is never taken for one. */
    static String filled(String page, Map<String, String> slots) {
        return SLOT.matcher(resource(page)).replaceAll(match -> {
            String value = slots.get(match.group(1));
            if (value == null) {
                throw new IllegalStateException(page + " has an unknown slot " + match.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    /** What a content security policy names a script or style by. */
    static String digest(String text) {
        return "sha256-" + Digest.base64(text.getBytes(StandardCharsets.UTF_8));
    }

    static String resource(String name) {
        return Resources.text(HtmlPage.class, name);
    }
}
