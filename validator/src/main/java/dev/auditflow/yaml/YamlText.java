package dev.auditflow.yaml;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** What can be said of a text before it is parsed. */
final class YamlText {
    /** Kubernetes' readers cut a text at such a line and refuse or drop what else stands on it. */
    private static final Pattern GLUED = Pattern.compile("(?m)^---(?![ \\t]*(#.*)?\\r?$)");

    private YamlText() {}

    /** The first separator of documents that has more on its line. */
    static Optional<Mark> glued(String text) {
        Matcher matcher = GLUED.matcher(text).useAnchoringBounds(false).useTransparentBounds(true);
        for (int dashes = text.indexOf("---"); dashes >= 0; dashes = text.indexOf("---", dashes + 1)) {
            if (matcher.region(dashes, text.length()).lookingAt()) {
                return Optional.of(at(text, dashes));
            }
        }
        return Optional.empty();
    }

    /** The first character that cannot stand in YAML, or the end of the text. */
    static Mark firstUnprintable(String text) {
        int offset = 0;
        while (offset < text.length() && StreamReader.isPrintable(text.codePointAt(offset))) {
            offset += Character.charCount(text.codePointAt(offset));
        }
        return at(text, offset);
    }

    /** Whether a surrogate stands alone, which no encoding can write. */
    static boolean hasHalfOfACharacter(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean whole = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!whole) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static Mark at(String text, int offset) {
        int line = 1;
        int start = 0;
        for (int i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
            line++;
            start = i + 1;
        }
        return new Mark(line, offset - start + 1, offset, offset);
    }
}
