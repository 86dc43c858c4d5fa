package dev.auditflow.report;

import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import java.util.function.Function;

/** Says to people how a field came to be: its rendered line, the template lines that wrote it, the values behind it. */
public final class FieldChain {
    private static final int WIDEST = 120;
    private static final String INDENT = " ".repeat(10);

    private FieldChain() {}

    /**
     * The chain, a row for each link.
     *
     * @param rendered the rendered line, or what stands for one that must not be shown
     * @param line gives the line at a place of a template; empty when it cannot be read
     */
    public static String of(Location location, String rendered, Function<Place, String> line) {
        Origin origin = location.origin();
        StringBuilder out = new StringBuilder();
        row("rendered", Words.rendered(location), rendered, out);
        if (origin.template().isNone()) {
            row("template", "none", "", out);
        } else {
            row("template", at(origin.template()) + meaning(origin.precision()), line.apply(origin.template()), out);
        }
        for (Place caller : origin.callers()) {
            row("included", at(caller), line.apply(caller), out);
        }
        for (Origin.ValueOrigin value : origin.values()) {
            row("value", value.key(), "", out);
            String place = value.place().isNone()
                    ? "no file that is known"
                    : value.place().toString();
            out.append(INDENT).append(Printable.line(place)).append("  sets it\n");
            for (Place lower : value.overridden()) {
                out.append(INDENT).append(Printable.line(lower.toString())).append("  sets it too, overridden\n");
            }
        }
        return Printable.withoutCommands(out.toString());
    }

    private static String at(Place place) {
        return place.column() == 0 ? place.toString() : place + ":" + place.column();
    }

    private static String meaning(Origin.Precision precision) {
        return switch (precision) {
            case EXACT -> "  exact";
            case DERIVED -> "  derived: the line computed it";
            case UNKNOWN -> "  the line is not known";
        };
    }

    private static void row(String label, String place, String text, StringBuilder out) {
        out.append("%-10s".formatted(label)).append(Printable.line(place)).append('\n');
        String shown = Printable.line(text.strip());
        if (!shown.isEmpty()) {
            out.append(INDENT).append("| ").append(cut(shown));
            out.append('\n');
        }
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= WIDEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, WIDEST)) + "…";
    }
}
