package dev.auditflow.report;

import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where a finding is: the rendering, the template and the values side by side, with their lines where they are known. */
final class HtmlPlaces {
    private final Excerpts excerpts;
    private final boolean named;
    private final StringBuilder out;

    /** @param named whether targets are named */
    HtmlPlaces(Excerpts excerpts, boolean named, StringBuilder out) {
        this.excerpts = excerpts;
        this.named = named;
        this.out = out;
    }

    /** The first place of a finding, with the lines around it. */
    void first(MergedFinding.Spot spot) {
        if (named) {
            out.append("<p class=\"in\">in %s</p>\n".formatted(targets(spot.targets())));
        }
        MergedFinding.Cause cause = spot.causes().getFirst();
        Place rendered = spot.location().rendered();
        Origin origin = spot.location().origin();
        out.append("<div class=\"places\">");
        if (!rendered.isNone()) {
            figure(cause, rendered, origin.template().isNone() ? "at" : "rendered", "");
        }
        if (!origin.template().isNone()) {
            figure(cause, origin.template(), "template", precision(origin));
        }
        boolean alone = spot.causes().size() == 1;
        if (spot.causes().stream()
                .anyMatch(one -> !one.location().origin().values().isEmpty())) {
            out.append("<div>");
            for (MergedFinding.Cause one : spot.causes()) {
                String in = alone ? "" : " <small>in %s</small>".formatted(targets(one.targets()));
                for (Origin.ValueOrigin value : one.location().origin().values()) {
                    figure(one, value.place(), "value", " <code>%s</code>%s".formatted(Xml.line(value.key()), in));
                }
            }
            out.append("</div>");
        }
        out.append("</div>\n");
    }

    private void figure(MergedFinding.Cause cause, Place place, String what, String more) {
        out.append("<figure><figcaption><b>%s</b> <code>%s</code>%s</figcaption>"
                .formatted(what, Xml.line(place.toString()), more));
        Optional<Excerpt> excerpt = excerpts.around(place, cause.targets().getFirst(), cause.location());
        if (excerpt.isPresent()) {
            int number = excerpt.get().first();
            out.append("<ol start=\"%d\">".formatted(number));
            for (String text : excerpt.get().lines()) {
                String shown = Xml.escape(text);
                out.append(number++ == place.line() ? "<li><mark>" + shown + "</mark>" : "<li>" + shown);
            }
            out.append("</ol>");
        }
        out.append("</figure>\n");
    }

    /** A place of the same finding in other targets. */
    void other(MergedFinding.Spot spot) {
        Origin origin = spot.location().origin();
        out.append("<dl>");
        if (named) {
            out.append("<dt>in</dt><dd>%s</dd>".formatted(targets(spot.targets())));
        }
        if (!spot.location().rendered().isNone()) {
            out.append("<dt>rendered</dt><dd><code>%s</code></dd>"
                    .formatted(Xml.line(spot.location().rendered().toString())));
        }
        if (!origin.template().isNone()) {
            out.append("<dt>template</dt><dd><code>%s</code>%s</dd>"
                    .formatted(Xml.line(origin.template().toString()), precision(origin)));
        }
        boolean alone = spot.causes().size() == 1;
        for (MergedFinding.Cause cause : spot.causes()) {
            String in = alone ? "" : " in " + targets(cause.targets());
            List<Origin.ValueOrigin> values = cause.location().origin().values();
            for (Origin.ValueOrigin value : values) {
                out.append("<dt>value</dt><dd><code>%s</code> <code>%s</code>%s</dd>"
                        .formatted(Xml.line(value.place().toString()), Xml.line(value.key()), in));
            }
            out.append(values.isEmpty() && !alone ? "<dt>value</dt><dd>none%s</dd>".formatted(in) : "");
        }
        out.append("</dl>\n");
    }

    private static String precision(Origin origin) {
        String word = origin.precision().name().toLowerCase(Locale.ROOT);
        return " <span class=\"precision %s\">%s</span>".formatted(word, word);
    }

    private static String targets(List<String> names) {
        return Xml.line(HtmlReport.names(names));
    }
}
