package dev.auditflow.render.template.functions;

import dev.auditflow.go.GoText;
import java.util.function.IntUnaryOperator;

/** Runes as Go's {@code unicode} package classes them. */
final class GoRunes {
    private GoRunes() {}

    /** The runes of a text; bytes that are not UTF-8 become U+FFFD, as in Go's {@code []rune(text)}. */
    static int[] of(String text) {
        return GoText.printable(text).codePoints().toArray();
    }

    static String text(int[] runes) {
        return new String(runes, 0, runes.length);
    }

    /** {@code strings.Map}. */
    static String map(String text, IntUnaryOperator mapping) {
        StringBuilder out = new StringBuilder(text.length());
        GoText.printable(text).codePoints().map(mapping).forEach(out::appendCodePoint);
        return out.toString();
    }

    static boolean isSpace(int rune) {
        return switch (rune) {
            case '\t', '\n', 0x0b, '\f', '\r', ' ', 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000 -> true;
            default -> rune >= 0x2000 && rune <= 0x200a;
        };
    }

    static boolean isUpper(int rune) {
        return Character.getType(rune) == Character.UPPERCASE_LETTER;
    }

    static boolean isLower(int rune) {
        return Character.getType(rune) == Character.LOWERCASE_LETTER;
    }

    static boolean isNumber(int rune) {
        return switch (Character.getType(rune)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
            default -> false;
        };
    }

    static boolean isPunctuation(int rune) {
        return switch (Character.getType(rune)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }
}
