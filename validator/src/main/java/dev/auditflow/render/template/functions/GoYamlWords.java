package dev.auditflow.render.template.functions;

import dev.auditflow.yaml.YamlReader;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what is wrong with a YAML text as the library behind Helm says it. */
public final class GoYamlWords {
    private static final String DIRECTIVE = "found unknown directive name";
    private static final Pattern UNKNOWN_DIRECTIVE = Pattern.compile("%(?!YAML |TAG )");
    private static final Pattern ALIAS = Pattern.compile("The alias \\*(.*) names no anchor above it");

    /** Beginnings of the reader's messages, and Go's words for them. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("mapping values are not allowed here", "mapping values are not allowed in this context"),
            Map.entry("could not find expected ':'", "could not find expected ':'"),
            Map.entry("found character '", "found character that cannot start any token"),
            Map.entry("expected ',' or ']'", "did not find expected ',' or ']'"),
            Map.entry("expected ',' or '}'", "did not find expected ',' or '}'"),
            Map.entry("expected the node content", "did not find expected node content"),
            Map.entry("expected '-' or <block end>", "did not find expected '-' indicator"),
            Map.entry("expected <block end>", "did not find expected key"),
            Map.entry("found unknown escape character", "found unknown escape character"),
            Map.entry("found unexpected end of stream", "found unexpected end of stream"),
            Map.entry("expected '<document start>'", "did not find expected <document start>"),
            Map.entry("expected '<document end>' before directives", DIRECTIVE),
            Map.entry("special characters are not allowed", "control characters are not allowed"),
            Map.entry(
                    "sequence entries are not allowed here", "block sequence entries are not allowed in this context"),
            Map.entry("mapping keys are not allowed here", "mapping keys are not allowed in this context"),
            Map.entry("unexpected character found", "did not find expected alphabetic or numeric character"),
            Map.entry("expected indentation indicator", "found an indentation indicator equal to 0"),
            Map.entry("Version{", "found incompatible YAML document"),
            Map.entry("found duplicate YAML directive", "found duplicate %YAML directive"));

    private GoYamlWords() {}

    /** {@code yaml: line 3: did not find expected key}; the first line is not named, as there. */
    public static String of(YamlReader.Fault fault) {
        return of(fault, "");
    }

    /**
     * As {@link #of(YamlReader.Fault)}, for a fault that may lie at the end of the text.
     *
     * @param text the whole text
     */
    static String of(YamlReader.Fault fault, String text) {
        String plain = fault.message().replaceFirst("^Not valid YAML: ", "");
        Matcher alias = ALIAS.matcher(plain);
        if (alias.matches()) {
            return "yaml: unknown anchor '" + alias.group(1) + "' referenced";
        }
        String words = WORDS.entrySet().stream()
                .filter(entry -> plain.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(plain);
        if (UNKNOWN_DIRECTIVE.matcher(text).lookingAt()) {
            return "yaml: " + DIRECTIVE;
        }
        boolean parser = words.startsWith("did not find expected") && !words.endsWith("character");
        boolean end = !text.isEmpty() && fault.mark().offset() >= text.length() && !text.endsWith("\n");
        boolean forced = end && (parser || words.startsWith("could not find"));
        int line = fault.mark().line() - (parser ? 1 : 0) + (forced ? 1 : 0);
        boolean named = line > (parser ? 0 : 1);
        return named ? "yaml: line %d: %s".formatted(line, words) : "yaml: " + words;
    }

    /** Whether a fault says only that something follows the document. */
    static boolean isBehindDocument(YamlReader.Fault fault) {
        return fault.message().contains("expected '<document start>'");
    }
}
