package dev.auditflow.go;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Go strings are bytes. A Java string stands for them as UTF-8; a byte that is no part of valid UTF-8 is one lone
 * surrogate U+DC80 to U+DCFF.
 */
public final class GoText {
    private static final int RAW = 0xDC00;

    private GoText() {}

    /** Length in bytes. */
    public static int length(String text) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                length += c < 0x800 || isRaw(text, i) ? (isRaw(text, i) ? 0 : 1) : Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return length;
    }

    /** Whether every char is one byte, so that offsets in chars and bytes are equal. */
    public static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** The bytes that the text stands for. */
    public static byte[] encode(String text) {
        if (!hasRaw(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        byte[] out = new byte[text.length() * 3];
        int n = 0;
        for (int i = 0; i < text.length(); ) {
            if (isRaw(text, i)) {
                out[n++] = (byte) (text.charAt(i++) - RAW);
                continue;
            }
            int rune = text.codePointAt(i);
            byte[] one = Character.toString(rune).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(one, 0, out, n, one.length);
            n += one.length;
            i += Character.charCount(rune);
        }
        return Arrays.copyOf(out, n);
    }

    /** The text for some bytes, whatever they are. */
    public static String decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    /** The text for the bytes from one index to before another. */
    public static String decode(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        for (int i = from; i < to; ) {
            int size = runeSize(bytes, i, to);
            if (size == 1 && bytes[i] >= 0) {
                text.append((char) bytes[i++]);
            } else if (size == 0) {
                text.append((char) (RAW + (bytes[i++] & 0xff)));
            } else {
                text.append(new String(bytes, i, size, StandardCharsets.UTF_8));
                i += size;
            }
        }
        return text.toString();
    }

    /** The bytes from one index to before another, as a text. */
    public static String slice(String text, int from, int to) {
        return isAscii(text) ? text.substring(from, to) : decode(encode(text), from, to);
    }

    /** The text for readers of Java strings: bytes that are not UTF-8 become U+FFFD. */
    public static String printable(String text) {
        if (!hasRaw(text)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (isRaw(text, i)) {
                out.setCharAt(i, '\uFFFD');
            }
        }
        return out.toString();
    }

    /** Orders as Go does: by bytes. */
    public static int compare(String a, String b) {
        int n = Math.min(a.length(), b.length());
        for (int i = 0; i < n; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                if (x < 0x80 || y < 0x80 || (!Character.isSurrogate(x) && !Character.isSurrogate(y))) {
                    return Character.compare(x, y);
                }
                return Arrays.compareUnsigned(encode(a), encode(b));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** Whether the char at an index stands for one byte that is not UTF-8. */
    public static boolean isRaw(String text, int index) {
        char c = text.charAt(index);
        return c >= 0xDC80 && c <= 0xDCFF && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }

    /** Whether a code point of a text stands for one byte that is not UTF-8. */
    public static boolean isRaw(int codePoint) {
        return codePoint >= 0xDC80 && codePoint <= 0xDCFF;
    }

    private static boolean hasRaw(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isRaw(text, i)) {
                return true;
            }
        }
        return false;
    }

    /** Bytes of the rune that starts at an index; 0 when no valid rune starts there. */
    private static int runeSize(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        int size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        if (first < 0xc2 || first > 0xf4 || at + size > end) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < low || second > high) {
            return 0;
        }
        for (int i = at + 2; i < at + size; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return size;
    }
}
