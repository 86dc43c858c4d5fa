package dev.auditflow.render.template.functions;

import static dev.auditflow.render.template.functions.StringFunctions.text;

import dev.auditflow.go.GoText;
import dev.auditflow.render.template.Fn;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Sprig's functions for words: case, abbreviation and wrapping. Several of them cut between bytes where a reader would
 * cut between letters; that is what Helm prints.
 */
final class WordFunctions {
    private static final String ONE = "func(string) string";
    private static final byte[] DOTS = {'.', '.', '.'};

    private WordFunctions() {}

    static List<Fn> functions() {
        return List.of(
                new Fn("title", ONE, (c, a) -> title(text(a, 0))),
                new Fn("untitle", ONE, (c, a) -> untitle(text(a, 0))),
                new Fn("swapcase", ONE, (c, a) -> swapCase(text(a, 0))),
                new Fn("snakecase", ONE, (c, a) -> CaseWords.join(text(a, 0), '_')),
                new Fn("kebabcase", ONE, (c, a) -> CaseWords.join(text(a, 0), '-')),
                new Fn("camelcase", ONE, (c, a) -> CaseWords.pascal(text(a, 0))),
                new Fn("initials", ONE, (c, a) -> initials(text(a, 0))),
                new Fn("nospace", ONE, (c, a) -> withoutSpace(text(a, 0))),
                new Fn("abbrev", "func(int, string) string", (c, a) -> {
                    long width = Casts.toLong(a.get(0));
                    return width < 4 ? a.get(1) : abbreviated(text(a, 1), 0, width);
                }),
                new Fn("abbrevboth", "func(int, int, string) string", (c, a) -> {
                    long left = Casts.toLong(a.get(0));
                    long width = Casts.toLong(a.get(1));
                    return width < 4 || (left > 0 && width < 7) ? a.get(2) : abbreviated(text(a, 2), left, width);
                }),
                new Fn("wrap", "func(int, string) string", (c, a) -> {
                    String text = text(a, 1);
                    c.produce(text.length());
                    return wrapped(text, Casts.toLong(a.get(0)), "\n", false);
                }),
                new Fn("wrapWith", "func(int, string, string) string", (c, a) -> {
                    String text = text(a, 2);
                    String separator = text(a, 1).isEmpty() ? "\n" : text(a, 1);
                    c.produce(text.length() * (1L + separator.length()));
                    return wrapped(text, Casts.toLong(a.get(0)), separator, true);
                }));
    }

    /** Changes the first letter of each word to title case; only ASCII signs and spaces part words. */
    private static String title(String text) {
        int[] runes = GoRunes.of(text);
        boolean start = true;
        for (int i = 0; i < runes.length; i++) {
            int rune = runes[i];
            runes[i] = start ? Character.toTitleCase(rune) : rune;
            start = rune < 0x80
                    ? rune != '_' && !Character.isLetterOrDigit(rune)
                    : !Character.isLetterOrDigit(rune) && GoRunes.isSpace(rune);
        }
        return GoRunes.text(runes);
    }

    private static String untitle(String text) {
        int[] runes = GoRunes.of(text);
        boolean start = true;
        for (int i = 0; i < runes.length; i++) {
            if (GoRunes.isSpace(runes[i])) {
                start = true;
            } else if (start) {
                runes[i] = Character.toLowerCase(runes[i]);
                start = false;
            }
        }
        return GoRunes.text(runes);
    }

    private static String swapCase(String text) {
        int[] runes = GoRunes.of(text);
        boolean space = true;
        for (int i = 0; i < runes.length; i++) {
            int rune = runes[i];
            if (GoRunes.isUpper(rune) || Character.isTitleCase(rune)) {
                runes[i] = Character.toLowerCase(rune);
                space = false;
            } else if (GoRunes.isLower(rune)) {
                runes[i] = space ? Character.toTitleCase(rune) : Character.toUpperCase(rune);
                space = false;
            } else {
                space = GoRunes.isSpace(rune);
            }
        }
        return GoRunes.text(runes);
    }

    /** Each byte counts as a letter. */
    private static String initials(String text) {
        StringBuilder out = new StringBuilder();
        boolean gap = true;
        for (byte b : GoText.encode(text)) {
            int rune = b & 0xff;
            if (GoRunes.isSpace(rune)) {
                gap = true;
            } else if (gap) {
                out.append((char) rune);
                gap = false;
            }
        }
        return out.toString();
    }

    /** Each byte counts as a letter, if there is any space. */
    private static String withoutSpace(String text) {
        byte[] bytes = GoText.encode(text);
        StringBuilder out = new StringBuilder();
        for (byte b : bytes) {
            if (!GoRunes.isSpace(b & 0xff)) {
                out.append((char) (b & 0xff));
            }
        }
        return out.length() == bytes.length ? text : out.toString();
    }

    private static String abbreviated(String text, long left, long width) {
        byte[] bytes = GoText.encode(text);
        if (bytes.length <= width) {
            return text;
        }
        return GoText.decode(abbreviated(bytes, left, (int) width));
    }

    private static byte[] abbreviated(byte[] bytes, long left, int width) {
        int length = bytes.length;
        if (length <= width) {
            return bytes;
        }
        int offset = (int) Math.min(left, length);
        if (length - offset < width - 3) {
            offset = length - (width - 3);
        }
        if (offset <= 4) {
            return concat(Arrays.copyOf(bytes, width - 3), DOTS);
        }
        if (width < 7) {
            return new byte[0];
        }
        if (offset + width - 3 < length) {
            return concat(DOTS, abbreviated(Arrays.copyOfRange(bytes, offset, length), 0, width - 3));
        }
        return concat(DOTS, Arrays.copyOfRange(bytes, length - (width - 3), length));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static String wrapped(String text, long width, String separator, boolean cutWords) {
        byte[] bytes = GoText.encode(text);
        byte[] between = separator.getBytes(StandardCharsets.UTF_8);
        int size = Math.clamp(width, 1, Integer.MAX_VALUE / 2);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 16);
        int offset = 0;
        while (bytes.length - offset > size) {
            if (bytes[offset] == ' ') {
                offset++;
                continue;
            }
            int space = lastSpace(bytes, offset, offset + size + 1);
            int end = space;
            if (space < 0) {
                end = cutWords ? offset + size : nextSpace(bytes, offset + size);
            }
            out.write(bytes, offset, end - offset);
            if (end == bytes.length && space < 0 && !cutWords) {
                return GoText.decode(out.toByteArray());
            }
            out.writeBytes(between);
            offset = space < 0 && cutWords ? end : end + 1;
        }
        out.write(bytes, offset, bytes.length - offset);
        return GoText.decode(out.toByteArray());
    }

    private static int lastSpace(byte[] bytes, int from, int to) {
        for (int i = to - 1; i >= from; i--) {
            if (bytes[i] == ' ') {
                return i;
            }
        }
        return -1;
    }

    /** Where the next space is, or the end. */
    private static int nextSpace(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != ' ') {
            at++;
        }
        return at;
    }
}
