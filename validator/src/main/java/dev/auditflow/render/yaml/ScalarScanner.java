package dev.auditflow.render.yaml;

import dev.auditflow.render.yaml.Token.Kind;

/** Scans block, quoted and plain scalars. */
final class ScalarScanner {
    private final Cursor cursor;

    ScalarScanner(Cursor cursor) {
        this.cursor = cursor;
    }

    /**
     * A plain scalar.
     *
     * @param onNewLine whether line breaks follow it
     */
    record Plain(Token token, boolean onNewLine) {}

    /** @param parent indentation of what holds the scalar, -1 for nothing */
    Token block(boolean literal, int parent) throws UnreadableYaml {
        Place start = cursor.place();
        cursor.skip();
        Header header = header();
        return new Block(literal, header, parent).scan(start);
    }

    /**
     * What stands behind {@code |} or {@code >}.
     *
     * @param chomp -1, 0 or 1 for {@code -}, nothing and {@code +}
     * @param indent 0 when not given
     */
    private record Header(int chomp, int indent) {}

    private Header header() throws UnreadableYaml {
        int chomp = chomping();
        int indent = indentation();
        chomp = chomp == 0 && indent > 0 ? chomping() : chomp;
        cursor.skipBlanks();
        cursor.skipComment();
        if (!cursor.isBreakOrEnd()) {
            throw UnreadableYaml.scanned("did not find expected comment or line break", cursor.place());
        }
        cursor.skipLine();
        return new Header(chomp, indent);
    }

    private int chomping() throws UnreadableYaml {
        if (cursor.is('+') || cursor.is('-')) {
            int chomp = cursor.is('+') ? 1 : -1;
            cursor.skip();
            return chomp;
        }
        return 0;
    }

    private int indentation() throws UnreadableYaml {
        if (!cursor.isDigit()) {
            return 0;
        }
        if (cursor.is('0')) {
            throw UnreadableYaml.scanned("found an indentation indicator equal to 0", cursor.place());
        }
        int indent = cursor.at(0) - '0';
        cursor.skip();
        return indent;
    }

    private final class Block {
        private final boolean literal;
        private final Header header;
        private final int parent;
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder breaks = new StringBuilder();
        private int indent;
        private Place end = cursor.place();

        Block(boolean literal, Header header, int parent) {
            this.literal = literal;
            this.header = header;
            this.parent = parent;
            this.indent = header.indent() == 0 ? 0 : Math.max(parent, 0) + header.indent();
        }

        Token scan(Place start) throws UnreadableYaml {
            skipEmptyLines();
            String lineBreak = "";
            boolean indented = false;
            while (cursor.column() == indent && !cursor.isEnd()) {
                boolean blank = cursor.isBlank();
                if (!literal && !indented && !blank && lineBreak.equals("\n")) {
                    text.append(breaks.isEmpty() ? " " : "");
                } else {
                    text.append(lineBreak);
                }
                text.append(breaks);
                breaks.setLength(0);
                indented = blank;
                while (!cursor.isBreakOrEnd()) {
                    cursor.take(text);
                }
                lineBreak = cursor.skipLine();
                skipEmptyLines();
            }
            text.append(header.chomp() == -1 ? "" : lineBreak).append(header.chomp() == 1 ? breaks : "");
            return new Token(Kind.QUOTED, start, end, text.toString());
        }

        private void skipEmptyLines() throws UnreadableYaml {
            end = cursor.place();
            int deepest = 0;
            while (true) {
                while ((indent == 0 || cursor.column() < indent) && cursor.is(' ')) {
                    cursor.skip();
                }
                deepest = Math.max(deepest, cursor.column());
                if ((indent == 0 || cursor.column() < indent) && cursor.is('\t')) {
                    throw UnreadableYaml.scanned(
                            "found a tab character where an indentation space is expected", cursor.place());
                }
                if (!cursor.isBreak()) {
                    break;
                }
                breaks.append(cursor.skipLine());
                end = cursor.place();
            }
            indent = indent == 0 ? Math.max(1, Math.max(deepest, parent + 1)) : indent;
        }
    }

    Token quoted(boolean single) throws UnreadableYaml {
        Place start = cursor.place();
        char quote = single ? '\'' : '"';
        StringBuilder text = new StringBuilder();
        cursor.skip();
        while (true) {
            if (cursor.isDocumentIndicator()) {
                throw UnreadableYaml.scanned("found unexpected document indicator", cursor.place());
            }
            if (cursor.isEnd()) {
                throw UnreadableYaml.scanned("found unexpected end of stream", cursor.place());
            }
            boolean escapedBreak = words(single, text);
            if (cursor.is(quote)) {
                cursor.skip();
                return new Token(Kind.QUOTED, start, cursor.place(), text.toString());
            }
            new Gap(escapedBreak).scan(0).addTo(text);
        }
    }

    /** Takes what is neither blank nor the closing quote; says whether it ended at an escaped line break. */
    private boolean words(boolean single, StringBuilder text) throws UnreadableYaml {
        while (!cursor.isSpace(0)) {
            if (single && cursor.is('\'') && cursor.at(1) == '\'') {
                text.append('\'');
                cursor.skip(2);
            } else if (cursor.is(single ? '\'' : '"')) {
                return false;
            } else if (!single && cursor.is('\\') && Cursor.isBreak(cursor.at(1))) {
                cursor.skip();
                cursor.skipLine();
                return true;
            } else if (!single && cursor.is('\\')) {
                escape(text);
            } else {
                cursor.take(text);
            }
        }
        return false;
    }

    private void escape(StringBuilder text) throws UnreadableYaml {
        int digits = 0;
        switch (cursor.at(1)) {
            case '0' -> text.append('\0');
            case 'a' -> text.append('\u0007');
            case 'b' -> text.append('\b');
            case 't', '\t' -> text.append('\t');
            case 'n' -> text.append('\n');
            case 'v' -> text.append('\u000B');
            case 'f' -> text.append('\f');
            case 'r' -> text.append('\r');
            case 'e' -> text.append('\u001B');
            case ' ' -> text.append(' ');
            case '"' -> text.append('"');
            case '\'' -> text.append('\'');
            case '\\' -> text.append('\\');
            case 'N' -> text.append('\u0085');
            case '_' -> text.append('\u00A0');
            case 'L' -> text.append('\u2028');
            case 'P' -> text.append('\u2029');
            case 'x' -> digits = 2;
            case 'u' -> digits = 4;
            case 'U' -> digits = 8;
            default -> throw UnreadableYaml.scanned("found unknown escape character", cursor.place());
        }
        cursor.skip(2);
        if (digits > 0) {
            text.appendCodePoint(codePoint(digits));
            cursor.skip(digits);
        }
    }

    private int codePoint(int digits) throws UnreadableYaml {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = cursor.at(i) < 0x80 ? Character.digit(cursor.at(i), 16) : -1;
            if (digit < 0) {
                throw UnreadableYaml.scanned("did not find expected hexdecimal number", cursor.place());
            }
            value = value * 16 + digit;
        }
        if ((value >= 0xD800 && value <= 0xDFFF) || value > Character.MAX_CODE_POINT) {
            throw UnreadableYaml.scanned("found invalid Unicode character escape code", cursor.place());
        }
        return (int) value;
    }

    /** @param indent column from which on a further line belongs to the scalar, unless it stands in brackets */
    Plain plain(int indent, boolean flow) throws UnreadableYaml {
        Place start = cursor.place();
        Place end = start;
        StringBuilder text = new StringBuilder();
        Gap gap = new Gap(false);
        while (!cursor.isDocumentIndicator() && !cursor.is('#')) {
            while (!cursor.isSpace(0) && !endsPlain(flow)) {
                gap.addTo(text);
                cursor.take(text);
                end = cursor.place();
            }
            if (!cursor.isBlank() && !cursor.isBreak()) {
                break;
            }
            gap.scan(indent);
            if (!flow && cursor.column() < indent) {
                break;
            }
        }
        return new Plain(new Token(Kind.PLAIN, start, end, text.toString()), gap.broken);
    }

    private boolean endsPlain(boolean flow) throws UnreadableYaml {
        return (cursor.is(':') && cursor.isSpace(1)) || (flow && ",?[]{}".indexOf(cursor.at(0)) >= 0);
    }

    /** Blanks and line breaks between two words of a scalar. */
    private final class Gap {
        private final StringBuilder blanks = new StringBuilder();
        private final StringBuilder more = new StringBuilder();
        private String first = "";
        private boolean broken;

        Gap(boolean broken) {
            this.broken = broken;
        }

        Gap scan(int indent) throws UnreadableYaml {
            while (cursor.isBlank() || cursor.isBreak()) {
                if (cursor.isBlank()) {
                    if (broken && cursor.column() < indent && cursor.is('\t')) {
                        throw UnreadableYaml.scanned("found a tab character that violates indentation", cursor.place());
                    }
                    if (broken) {
                        cursor.skip();
                    } else {
                        cursor.take(blanks);
                    }
                } else if (broken) {
                    more.append(cursor.skipLine());
                } else {
                    blanks.setLength(0);
                    first = cursor.skipLine();
                    broken = true;
                }
            }
            return this;
        }

        /** One line break is a space, further ones stay. The gap is empty then. */
        void addTo(StringBuilder text) {
            if (!broken) {
                text.append(blanks);
            } else if (first.equals("\n")) {
                text.append(more.isEmpty() ? " " : more);
            } else {
                text.append(first).append(more);
            }
            blanks.setLength(0);
            more.setLength(0);
            first = "";
            broken = false;
        }
    }
}
