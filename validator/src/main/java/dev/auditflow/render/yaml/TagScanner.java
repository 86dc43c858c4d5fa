package dev.auditflow.render.yaml;

import dev.auditflow.render.yaml.Token.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Scans anchors, aliases, tags and directives. */
final class TagScanner {
    private static final String AFTER_ANCHOR = "?:,]}%@`";
    private static final String URI = ";/?:@&=+$,.!~*'()[]%";
    private static final int MAX_DIGITS = 2;

    private final Cursor cursor;

    TagScanner(Cursor cursor) {
        this.cursor = cursor;
    }

    Token anchor(Kind kind) throws UnreadableYaml {
        Place start = cursor.place();
        cursor.skip();
        String name = word();
        if (name.isEmpty() || !(cursor.isSpace(0) || AFTER_ANCHOR.indexOf(cursor.at(0)) >= 0)) {
            throw problem("did not find expected alphabetic or numeric character");
        }
        return new Token(kind, start, cursor.place(), name);
    }

    private String word() throws UnreadableYaml {
        StringBuilder word = new StringBuilder();
        while (cursor.isWord()) {
            cursor.take(word);
        }
        return word.toString();
    }

    Token tag() throws UnreadableYaml {
        Place start = cursor.place();
        String handle = "";
        String suffix;
        if (cursor.at(1) == '<') {
            cursor.skip(2);
            suffix = uri("");
            if (!cursor.is('>')) {
                throw problem("did not find the expected '>'");
            }
            cursor.skip();
        } else {
            handle = handle(false);
            if (handle.length() > 1 && handle.endsWith("!")) {
                suffix = uri("");
            } else {
                suffix = uri(handle);
                boolean alone = suffix.isEmpty();
                suffix = alone ? "!" : suffix;
                handle = alone ? "" : "!";
            }
        }
        if (!cursor.isSpace(0)) {
            throw problem("did not find expected whitespace or line break");
        }
        return new Token(Kind.TAG, start, cursor.place(), handle, suffix);
    }

    private String handle(boolean directive) throws UnreadableYaml {
        if (!cursor.is('!')) {
            throw problem("did not find expected '!'");
        }
        StringBuilder handle = new StringBuilder();
        cursor.take(handle);
        handle.append(word());
        if (cursor.is('!')) {
            cursor.take(handle);
        } else if (directive && handle.length() > 1) {
            throw problem("did not find expected '!'");
        }
        return handle.toString();
    }

    /** @param head what was read of it, with the leading {@code !} */
    private String uri(String head) throws UnreadableYaml {
        StringBuilder uri = new StringBuilder(head.isEmpty() ? "" : head.substring(1));
        boolean any = !head.isEmpty();
        while (cursor.isWord() || (!cursor.isEnd() && URI.indexOf(cursor.at(0)) >= 0)) {
            if (cursor.is('%')) {
                uri.append(escaped());
            } else {
                cursor.take(uri);
            }
            any = true;
        }
        if (!any) {
            throw problem("did not find expected tag URI");
        }
        return uri.toString();
    }

    private String escaped() throws UnreadableYaml {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int left = 1;
        while (left > 0) {
            int high = Character.digit(cursor.at(1), 16);
            int low = Character.digit(cursor.at(2), 16);
            if (!cursor.is('%') || high < 0 || low < 0) {
                throw problem("did not find URI escaped octet");
            }
            int octet = high * 16 + low;
            if (bytes.size() == 0) {
                left = octet < 0x80 ? 1 : octet >= 0xC0 && octet < 0xF8 ? octet < 0xE0 ? 2 : octet < 0xF0 ? 3 : 4 : 0;
                if (left == 0) {
                    throw problem("found an incorrect leading UTF-8 octet");
                }
            } else if ((octet & 0xC0) != 0x80) {
                throw problem("found an incorrect trailing UTF-8 octet");
            }
            bytes.write(octet);
            cursor.skip(3);
            left--;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    Token directive() throws UnreadableYaml {
        Place start = cursor.place();
        cursor.skip();
        String name = word();
        if (name.isEmpty()) {
            throw problem("could not find expected directive name");
        }
        if (!cursor.isSpace(0)) {
            throw problem("found unexpected non-alphabetical character");
        }
        Token token = switch (name) {
            case "YAML" -> version(start);
            case "TAG" -> prefix(start);
            default -> throw problem("found unknown directive name");
        };
        cursor.skipBlanks();
        cursor.skipComment();
        if (!cursor.isBreakOrEnd()) {
            throw problem("did not find expected comment or line break");
        }
        cursor.skipLine();
        return token;
    }

    private Token version(Place start) throws UnreadableYaml {
        cursor.skipBlanks();
        String major = number();
        if (!cursor.is('.')) {
            throw problem("did not find expected digit or '.' character");
        }
        cursor.skip();
        String minor = number();
        return new Token(Kind.VERSION_DIRECTIVE, start, cursor.place(), major, minor);
    }

    private String number() throws UnreadableYaml {
        StringBuilder digits = new StringBuilder();
        while (cursor.isDigit()) {
            if (digits.length() == MAX_DIGITS) {
                throw problem("found extremely long version number");
            }
            cursor.take(digits);
        }
        if (digits.isEmpty()) {
            throw problem("did not find expected version number");
        }
        return Integer.toString(Integer.parseInt(digits.toString()));
    }

    private Token prefix(Place start) throws UnreadableYaml {
        cursor.skipBlanks();
        String handle = handle(true);
        if (!cursor.isBlank()) {
            throw problem("did not find expected whitespace");
        }
        cursor.skipBlanks();
        String prefix = uri("");
        if (!cursor.isSpace(0)) {
            throw problem("did not find expected whitespace or line break");
        }
        return new Token(Kind.TAG_DIRECTIVE, start, cursor.place(), handle, prefix);
    }

    private UnreadableYaml problem(String words) {
        return UnreadableYaml.scanned(words, cursor.place());
    }
}
