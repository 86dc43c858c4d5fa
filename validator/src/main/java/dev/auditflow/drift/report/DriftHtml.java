package dev.auditflow.drift.report;

import dev.auditflow.drift.Drift;
import dev.auditflow.drift.ReleaseDrift;
import dev.auditflow.host.Digest;
import dev.auditflow.host.Resources;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** One page that needs nothing from elsewhere and runs nothing. */
final class DriftHtml {
    private DriftHtml() {}

    static String write(List<ReleaseDrift> drifts, Instant time) {
        String style = Resources.text(DriftHtml.class, "drift.css");
        String hash = "sha256-" + Digest.base64(style.getBytes(StandardCharsets.UTF_8));
        long found = drifts.stream().mapToLong(drift -> drift.drifts().size()).sum();
        long unseen = drifts.stream().mapToLong(drift -> drift.unseen().size()).sum();
        StringBuilder out =
                new StringBuilder("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '%s'">
                <title>Drift: %s</title>
                <style>%s</style>
                </head>
                <body>
                <main>
                <h1>%s</h1>
                <p>Looked at %s.</p>
                """.formatted(hash, headline(found, unseen), style, headline(found, unseen), time));
        drifts.forEach(release -> release(release, out));
        return out.append("</main>\n</body>\n</html>\n").toString();
    }

    private static String headline(long found, long unseen) {
        String words = found == 0 ? "No drift" : Words.count(found, "difference");
        return unseen == 0 ? words : words + ", %d could not be looked at".formatted(unseen);
    }

    private static void release(ReleaseDrift release, StringBuilder out) {
        out.append("<section>\n<h2>%s</h2>\n".formatted(escaped(release.target())));
        if (!release.basis().isEmpty()) {
            out.append("<p>Should run: %s.</p>\n".formatted(escaped(release.basis())));
        }
        out.append("<p>%s looked at, %s left to controllers.</p>\n"
                .formatted(Words.count(release.objects(), "object"), Words.count(release.ignored(), "difference")));
        if (!release.drifts().isEmpty()) {
            out.append("<div class=\"wide\"><table>\n<caption>What differs</caption>\n<thead><tr>");
            for (String head : List.of("What", "Object", "Field", "Expected", "Found", "By", "When")) {
                out.append("<th scope=\"col\">%s</th>".formatted(head));
            }
            out.append("</tr></thead>\n<tbody>\n");
            release.drifts().forEach(drift -> row(drift, out));
            out.append("</tbody>\n</table></div>\n");
        }
        if (!release.unseen().isEmpty()) {
            out.append("<h3>Could not be looked at</h3>\n<ul>\n");
            release.unseen().forEach(sentence -> out.append("<li>%s</li>\n".formatted(escaped(sentence))));
            out.append("</ul>\n");
        }
        out.append("</section>\n");
    }

    private static void row(Drift drift, StringBuilder out) {
        String object = drift.object().isNone() ? "the release" : drift.object().toString();
        out.append("<tr class=\"%s\"><th scope=\"row\">%s</th>"
                .formatted(drift.kind().word().replace(' ', '-'), drift.kind().word()));
        for (String cell :
                List.of(object, drift.field(), drift.expected(), drift.found(), drift.manager(), drift.time())) {
            out.append("<td>%s</td>".formatted(escaped(cell)));
        }
        out.append("</tr>\n");
    }

    private static String escaped(String text) {
        return Words.line(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
