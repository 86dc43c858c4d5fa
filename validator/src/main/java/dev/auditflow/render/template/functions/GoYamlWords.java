package dev.auditflow.render.template.functions;

import dev.auditflow.yaml.YamlReader;
import java.util.Map;

/** Says what is wrong with a YAML text as the library behind Helm says it. */
public final class GoYamlWords {
    /** Beginnings of the reader's messages, and Go's words for them. */
    private static final Map<String, String> WORDS = Map.of(
            "mapping values are not allowed here", "mapping values are not allowed in this context",
            "could not find expected ':'", "could not find expected ':'",
            "found character '", "found character that cannot start any token",
            "expected ',' or ']'", "did not find expected ',' or ']'",
            "expected ',' or '}'", "did not find expected ',' or '}'",
            "expected the node content", "did not find expected node content",
            "expected <block end>", "did not find expected key",
            "found unknown escape character", "found unknown escape character",
            "found unexpected end of stream", "found unexpected end of stream",
            "expected '<document start>'", "did not find expected <document start>");

    private GoYamlWords() {}

    /** {@code yaml: line 3: did not find expected key}; the first line is not named, as there. */
    public static String of(YamlReader.Fault fault) {
        String plain = fault.message().replaceFirst("^Not valid YAML: ", "");
        String words = WORDS.entrySet().stream()
                .filter(entry -> plain.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(plain);
        boolean parser = words.startsWith("did not find expected");
        int line = fault.mark().line() - (parser ? 1 : 0);
        boolean named = line > (parser ? 0 : 1);
        return named ? "yaml: line %d: %s".formatted(line, words) : "yaml: " + words;
    }
}
