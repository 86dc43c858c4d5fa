package dev.auditflow.render.template.functions;

import dev.auditflow.go.GoQuote;
import dev.auditflow.go.GoText;
import dev.auditflow.render.template.TemplateException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Percent encoding, which leaves other characters alone in each part of a URL. */
final class UrlEscapes {
    /**
     * A part of a URL.
     *
     * @see #plain
     */
    enum Part {
        PATH("$&+,/:;=@"),
        USER("$&+,;="),
        FRAGMENT("$&+,/:;=?@!()*"),
        HOST("!$&'()*+,;=:[]<>\""),
        ZONE("!$&'()*+,;=:[]<>\"");

        /** Characters beside letters, digits and {@code -_.~} that stand for themselves. */
        private final String plain;

        Part(String plain) {
            this.plain = plain;
        }

        boolean escapes(int c) {
            boolean letter = c < 0x80 && Character.isLetterOrDigit(c);
            return !letter && "-_.~".indexOf(c) < 0 && plain.indexOf(c) < 0;
        }
    }

    private UrlEscapes() {}

    static String encode(String text, Part part) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte b : GoText.encode(text)) {
            int c = b & 0xff;
            if (part.escapes(c)) {
                out.append(String.format(Locale.ROOT, "%%%02X", c));
            } else {
                out.append((char) c);
            }
        }
        return out.toString();
    }

    /** @throws TemplateException in Go's words */
    static String decode(String text, Part part) {
        boolean host = part == Part.HOST || part == Part.ZONE;
        byte[] bytes = GoText.encode(text);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int c = bytes[i] & 0xff;
            if (c != '%') {
                if (host && c < 0x80 && part.escapes(c)) {
                    throw new TemplateException(
                            "invalid character " + GoQuote.quote(Character.toString(c)) + " in host name");
                }
                out.write(c);
                continue;
            }
            int high = i + 1 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            String escape = new String(bytes, i, Math.min(3, bytes.length - i), StandardCharsets.UTF_8);
            boolean percent = escape.equals("%25");
            int value = high * 16 + low;
            boolean refused = (part == Part.HOST && high < 8 && !percent)
                    || (part == Part.ZONE && !percent && value != ' ' && Part.HOST.escapes(value));
            if (high < 0 || low < 0 || refused) {
                throw new TemplateException("invalid URL escape " + GoQuote.quote(escape));
            }
            out.write(value);
            i += 2;
        }
        return GoText.decode(out.toByteArray());
    }
}
