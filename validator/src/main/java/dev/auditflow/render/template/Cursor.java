package dev.auditflow.render.template;

import dev.auditflow.go.GoText;

/** A place in the text of a template, and how to move on from it. */
final class Cursor {
    static final int EOF = -1;

    final String input;

    /** Offset of the next character. */
    int at;

    Cursor(String input) {
        this.input = input;
    }

    /** The next rune without going past it. */
    int peek() {
        return at >= input.length() ? EOF : GoText.isRaw(input, at) ? 0xFFFD : input.codePointAt(at);
    }

    int read() {
        int rune = peek();
        if (rune != EOF) {
            at += GoText.isRaw(input, at) ? 1 : Character.charCount(rune);
        }
        return rune;
    }

    static boolean isAlphaNumeric(int rune) {
        return rune == '_' || (rune >= 0 && (Character.isLetter(rune) || Character.isDigit(rune)));
    }

    private boolean accept(String valid) {
        if (at < input.length() && valid.indexOf(input.charAt(at)) >= 0) {
            at++;
            return true;
        }
        return false;
    }

    private void acceptRun(String valid) {
        while (accept(valid)) {
            // Each turn takes one character.
        }
    }

    /** Goes past a number; false when a letter follows it. Whether it is one is for the parser to say. */
    boolean scanNumber() {
        accept("+-");
        String digits = "0123456789_";
        boolean hex = false;
        boolean decimal = true;
        if (accept("0")) {
            if (accept("xX")) {
                digits = "0123456789abcdefABCDEF_";
                hex = true;
                decimal = false;
            } else if (accept("oO")) {
                digits = "01234567_";
                decimal = false;
            } else if (accept("bB")) {
                digits = "01_";
                decimal = false;
            }
        }
        acceptRun(digits);
        if (accept(".")) {
            acceptRun(digits);
        }
        if ((decimal && accept("eE")) || (hex && accept("pP"))) {
            accept("+-");
            acceptRun("0123456789_");
        }
        accept("i");
        if (isAlphaNumeric(peek())) {
            read();
            return false;
        }
        return true;
    }
}
