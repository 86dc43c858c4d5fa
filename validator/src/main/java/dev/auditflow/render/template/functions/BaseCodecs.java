package dev.auditflow.render.template.functions;

import dev.auditflow.go.GoText;
import dev.auditflow.render.template.TemplateException;
import java.io.ByteArrayOutputStream;
import java.util.Base64;

/** Base64 and base32. What cannot be decoded gives the text of Go's error instead, as Sprig has it. */
final class BaseCodecs {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private BaseCodecs() {}

    /** Where a text stops being what it should be. */
    private static final class Corrupt extends Exception {
        private static final long serialVersionUID = 1L;

        private final int at;

        Corrupt(int at) {
            super(null, null, false, false);
            this.at = at;
        }
    }

    static String encode64(String text) {
        return Base64.getEncoder().encodeToString(GoText.encode(text));
    }

    static String decode64(String text) {
        byte[] source = GoText.encode(text);
        try {
            return GoText.decode(bytes64(source));
        } catch (Corrupt e) {
            return "illegal base64 data at input byte " + e.at;
        }
    }

    /**
     * The bytes that a base64 text stands for.
     *
     * @throws TemplateException in Go's words for what is no base64
     */
    static byte[] bytes64(String text) {
        try {
            return bytes64(GoText.encode(text));
        } catch (Corrupt e) {
            throw new TemplateException("illegal base64 data at input byte " + e.at);
        }
    }

    private static byte[] bytes64(byte[] source) throws Corrupt {
        ByteArrayOutputStream out = new ByteArrayOutputStream(source.length);
        int bits = 0;
        int filled = 0;
        int at = 0;
        while (at < source.length) {
            int c = source[at++] & 0xff;
            if (c == '\n' || c == '\r') {
                continue;
            }
            int value = BASE64.indexOf(c);
            if (value >= 0) {
                bits = bits << 6 | value;
                filled++;
                if (filled == 4) {
                    out.write(bits >> 16);
                    out.write(bits >> 8);
                    out.write(bits);
                    bits = 0;
                    filled = 0;
                }
                continue;
            }
            if (c != '=' || filled < 2) {
                throw new Corrupt(at - 1);
            }
            at = padding64(source, at, filled);
            out.write(bits >> (filled == 2 ? 4 : 10));
            if (filled == 3) {
                out.write(bits >> 2);
            }
            return out.toByteArray();
        }
        if (filled > 0) {
            throw new Corrupt(at - filled);
        }
        return out.toByteArray();
    }

    /** Goes past the rest of the padding; nothing may follow. */
    private static int padding64(byte[] source, int start, int filled) throws Corrupt {
        int at = start;
        if (filled == 2) {
            at = skipBreaks(source, at);
            if (at == source.length) {
                throw new Corrupt(source.length);
            }
            if (source[at] != '=') {
                throw new Corrupt(at - 1);
            }
            at++;
        }
        at = skipBreaks(source, at);
        if (at < source.length) {
            throw new Corrupt(at);
        }
        return at;
    }

    private static int skipBreaks(byte[] source, int start) {
        int at = start;
        while (at < source.length && (source[at] == '\n' || source[at] == '\r')) {
            at++;
        }
        return at;
    }

    static String encode32(String text) {
        byte[] source = GoText.encode(text);
        StringBuilder out = new StringBuilder((source.length + 4) / 5 * 8);
        for (int from = 0; from < source.length; from += 5) {
            int count = Math.min(5, source.length - from);
            long bits = 0;
            for (int i = 0; i < 5; i++) {
                bits = bits << 8 | (i < count ? source[from + i] & 0xff : 0);
            }
            int letters = (count * 8 + 4) / 5;
            for (int i = 0; i < 8; i++) {
                out.append(i < letters ? BASE32.charAt((int) (bits >> (35 - 5 * i) & 31)) : '=');
            }
        }
        return out.toString();
    }

    static String decode32(String text) {
        byte[] source = GoText.encode(text.replace("\n", "").replace("\r", ""));
        try {
            return GoText.decode(bytes32(source));
        } catch (Corrupt e) {
            return "illegal base32 data at input byte " + e.at;
        }
    }

    private static byte[] bytes32(byte[] source) throws Corrupt {
        ByteArrayOutputStream out = new ByteArrayOutputStream(source.length);
        int at = 0;
        while (at < source.length) {
            long bits = 0;
            int filled = 0;
            while (filled < 8) {
                if (at == source.length) {
                    throw new Corrupt(source.length - filled);
                }
                int c = source[at++] & 0xff;
                int left = source.length - at;
                if (c == '=' && filled >= 2 && left < 8) {
                    checkPadding32(source, at, filled);
                    write32(out, bits << (5 * (8 - filled)), filled * 5 / 8);
                    return out.toByteArray();
                }
                int value = BASE32.indexOf(c);
                if (value < 0) {
                    throw new Corrupt(at - 1);
                }
                bits = bits << 5 | value;
                filled++;
            }
            write32(out, bits, 5);
        }
        return out.toByteArray();
    }

    private static void checkPadding32(byte[] source, int at, int filled) throws Corrupt {
        int left = source.length - at;
        if (left + filled < 7) {
            throw new Corrupt(source.length);
        }
        for (int i = 0; i < 7 - filled; i++) {
            if (left > i && source[at + i] != '=') {
                throw new Corrupt(at + i - 1);
            }
        }
        if (filled == 3 || filled == 6) {
            throw new Corrupt(at - 1);
        }
    }

    private static void write32(ByteArrayOutputStream out, long bits, int count) {
        for (int i = 0; i < count; i++) {
            out.write((int) (bits >> (32 - 8 * i)));
        }
    }
}
