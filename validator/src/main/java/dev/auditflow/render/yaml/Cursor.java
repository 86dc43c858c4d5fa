package dev.auditflow.render.yaml;

/** Goes over a text character by character and counts lines. Bytes that cannot stand in YAML stop it early. */
final class Cursor {
    static final char END = '\0';

    private static final int CHUNK = 512;
    private static final int RAW = 0xDC00;

    private final String text;
    private final int barrier;
    private final String barrierWords;
    private int offset;
    private int index;
    private int line;
    private int column;

    /** @param text where a lone surrogate U+DC80 to U+DCFF stands for a byte that is not UTF-8 */
    Cursor(String text) {
        this.text = text;
        this.offset = text.startsWith("\uFEFF") ? 1 : 0;
        int bad = offset;
        while (bad < text.length() && isAllowed(text.codePointAt(bad))) {
            bad += Character.charCount(text.codePointAt(bad));
        }
        this.barrier = bad == text.length() ? Integer.MAX_VALUE : startOfChunk(text, bad);
        this.barrierWords = bad == text.length() ? "" : words(text, bad);
    }

    private static boolean isAllowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= ' ' && c <= '~')
                || c == 0x85
                || (c >= 0xA0 && c <= 0xFFFD && !(c >= 0xD800 && c <= 0xDFFF))
                || c >= 0x10000;
    }

    /** Helm reads by chunks of bytes and checks each as a whole. */
    private static int startOfChunk(String text, int bad) {
        int[] starts = new int[2];
        int bytes = 0;
        for (int i = 0; i < bad; i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (bytes / CHUNK > starts[0]) {
                starts[0] = bytes / CHUNK;
                starts[1] = i;
            }
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        }
        return bytes / CHUNK > starts[0] ? bad : starts[1];
    }

    private static String words(String text, int bad) {
        int c = text.charAt(bad) - RAW;
        if (c < 0x80 || c > 0xFF) {
            return "yaml: control characters are not allowed";
        }
        int width = c >= 0xF8 || c < 0xC0 ? 0 : c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
        if (width == 0) {
            return "yaml: invalid leading UTF-8 octet";
        }
        for (int i = 1; i < width; i++) {
            if (bad + i >= text.length()) {
                return "yaml: incomplete UTF-8 octet sequence";
            }
            int next = text.charAt(bad + i) - RAW;
            if (next < 0x80 || next > 0xBF) {
                return "yaml: invalid trailing UTF-8 octet";
            }
        }
        return c == 0xED || c >= 0xF4 ? "yaml: invalid Unicode character" : "yaml: invalid length of a UTF-8 sequence";
    }

    Place place() {
        return new Place(offset, index, line, column);
    }

    int index() {
        return index;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    /** The char that comes after so many others; {@link #END} behind the text. */
    char at(int ahead) throws UnreadableYaml {
        int wanted = offset + ahead;
        if (wanted >= barrier) {
            Place here = place();
            throw new UnreadableYaml(barrierWords, here.to(here));
        }
        return wanted < text.length() ? text.charAt(wanted) : END;
    }

    boolean is(char c) throws UnreadableYaml {
        return at(0) == c;
    }

    boolean isEnd() throws UnreadableYaml {
        return at(0) == END;
    }

    boolean isBlank() throws UnreadableYaml {
        return isBlank(at(0));
    }

    boolean isBreak() throws UnreadableYaml {
        return isBreak(at(0));
    }

    /** Whether a blank, a line break or the end comes after so many chars. */
    boolean isSpace(int ahead) throws UnreadableYaml {
        char c = at(ahead);
        return isBlank(c) || isBreak(c) || c == END;
    }

    boolean isBreakOrEnd() throws UnreadableYaml {
        return isBreak() || isEnd();
    }

    /** Whether {@code ---} or {@code ...} stands alone at the start of a line. */
    boolean isDocumentIndicator() throws UnreadableYaml {
        return column == 0 && (isIndicator('-') || isIndicator('.'));
    }

    boolean isIndicator(char c) throws UnreadableYaml {
        return at(0) == c && at(1) == c && at(2) == c && isSpace(3);
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    static boolean isBreak(char c) {
        return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }

    /** Letters, digits, {@code _} and {@code -}. */
    boolean isWord() throws UnreadableYaml {
        char c = at(0);
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-';
    }

    boolean isDigit() throws UnreadableYaml {
        return at(0) >= '0' && at(0) <= '9';
    }

    void skip(int count) {
        for (int i = 0; i < count; i++) {
            skip();
        }
    }

    void skip() {
        if (offset < text.length()) {
            offset += Character.charCount(text.codePointAt(offset));
        }
        index++;
        column++;
    }

    void take(StringBuilder into) {
        int from = offset;
        skip();
        into.append(text, from, offset);
    }

    void skipBlanks() throws UnreadableYaml {
        while (isBlank()) {
            skip();
        }
    }

    void skipComment() throws UnreadableYaml {
        if (is('#')) {
            while (!isBreakOrEnd()) {
                skip();
            }
        }
    }

    /** Goes over a line break, if there is one, and gives it as YAML sees it. */
    String skipLine() throws UnreadableYaml {
        if (!isBreak()) {
            return "";
        }
        char c = at(0);
        int length = c == '\r' && at(1) == '\n' ? 2 : 1;
        offset += length;
        index += length;
        newLine();
        return c == '\u2028' || c == '\u2029' ? String.valueOf(c) : "\n";
    }

    void newLine() {
        column = 0;
        line++;
    }
}
