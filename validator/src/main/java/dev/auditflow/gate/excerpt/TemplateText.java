package dev.auditflow.gate.excerpt;

import dev.auditflow.manifest.Credentials;
import dev.auditflow.manifest.Place;
import dev.auditflow.report.Excerpt;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** A template as it may be shown: of a Secret nothing but keys and actions. */
final class TemplateText {
    private static final int CONTEXT = 3;
    private static final Pattern SECRET =
            Pattern.compile("(?:.*[{,]|\\s*(?:- )*)\\s*[\"']?kind[\"']?\\s*:\\s*[\"']?(?:Secret\\b|\\{\\{).*");

    private final List<String> lines;

    /** Lines of documents that are Secrets, or may be: their kind is computed. */
    private final BitSet secret = new BitSet();

    private final BitSet continued;

    TemplateText(String text) {
        this.lines = text.lines().toList();
        this.continued = Masks.continued(lines);
        int start = 0;
        for (int i = 0; i <= lines.size(); i++) {
            if (i == lines.size() || lines.get(i).startsWith("---")) {
                if (lines.subList(start, i).stream()
                        .anyMatch(line -> SECRET.matcher(line).matches())) {
                    secret.set(start + 1, i + 1);
                }
                start = i;
            }
        }
    }

    /**
     * The lines around a place of the template.
     *
     * @param hidden whether a line, by its number, wrote something hidden
     */
    Optional<Excerpt> around(Place place, IntPredicate hidden) {
        return Window.around(place, CONTEXT, lines.size(), number -> {
            String line = lines.get(number - 1);
            boolean hide = secret.get(number) || hidden.test(number) || Credentials.mayStandIn(line);
            return hide ? Masks.template(line, !continued.get(number)) : line;
        });
    }
}
