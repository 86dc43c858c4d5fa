package dev.auditflow.render.yaml;

import dev.auditflow.yaml.Mark;

/** A text is not YAML to Helm; the message is in Helm's words, {@code yaml: line 3: did not find expected key}. */
public final class UnreadableYaml extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Mark mark;

    UnreadableYaml(String message, Mark mark) {
        super(message, null, false, false);
        this.mark = mark;
    }

    /** Found by the scanner, which counts lines from 1 but does not name the first. */
    static UnreadableYaml scanned(String problem, Place place) {
        return new UnreadableYaml(words(place.line() == 0 ? 0 : place.line() + 1, problem), place.to(place));
    }

    /** Found by the parser, which counts lines from 0. */
    static UnreadableYaml parsed(String problem, Place place) {
        return new UnreadableYaml(words(place.line(), problem), place.to(place));
    }

    private static String words(int line, String problem) {
        return line == 0 ? "yaml: " + problem : "yaml: line %d: %s".formatted(line, problem);
    }

    /** Where it is; the message may name a line beside it, as Helm's do. */
    public Mark mark() {
        return mark;
    }
}
