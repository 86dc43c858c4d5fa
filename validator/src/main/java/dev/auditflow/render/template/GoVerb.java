package dev.auditflow.render.template;

import dev.auditflow.go.GoQuote;
import java.util.Locale;

/** One formatting directive: its flags, width and precision, and the formatting of basic values under them. */
final class GoVerb {
    private static final String LOWER = "0123456789abcdefx";
    private static final String UPPER = "0123456789ABCDEFX";

    final StringBuilder out;
    boolean hasWidth;
    boolean hasPrecision;
    boolean minus;
    boolean plus;
    boolean sharp;
    boolean space;
    boolean zero;
    boolean plusV;
    boolean sharpV;
    int width;
    int precision;

    GoVerb(StringBuilder out) {
        this.out = out;
    }

    void clear() {
        hasWidth = false;
        hasPrecision = false;
        minus = false;
        plus = false;
        sharp = false;
        space = false;
        zero = false;
        plusV = false;
        sharpV = false;
        width = 0;
        precision = 0;
    }

    void pad(String text) {
        if (!hasWidth || width == 0) {
            out.append(text);
            return;
        }
        int missing = width - text.codePointCount(0, text.length());
        if (minus) {
            out.append(text);
        }
        fill(missing);
        if (!minus) {
            out.append(text);
        }
    }

    private void fill(int count) {
        if (count > 0) {
            out.repeat(zero && !minus ? '0' : ' ', count);
        }
    }

    private void padWithSpaces(String text) {
        boolean before = zero;
        zero = false;
        pad(text);
        zero = before;
    }

    void string(String text) {
        pad(truncate(text));
    }

    String truncate(String text) {
        if (!hasPrecision || text.codePointCount(0, text.length()) <= precision) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, precision));
    }

    void quoted(String text) {
        String cut = truncate(text);
        if (sharp && GoQuote.canBackquote(cut)) {
            pad("`" + cut + "`");
            return;
        }
        StringBuilder quoted = new StringBuilder();
        GoQuote.quote(quoted, cut, '"', plus);
        pad(quoted.toString());
    }

    void hexString(byte[] bytes, boolean upper) {
        String digits = upper ? UPPER : LOWER;
        int length = hasPrecision ? Math.min(precision, bytes.length) : bytes.length;
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < length; i++) {
            if (space && i > 0) {
                hex.append(' ');
            }
            if (sharp && (space || i == 0)) {
                hex.append('0').append(digits.charAt(16));
            }
            hex.append(digits.charAt((bytes[i] >> 4) & 15)).append(digits.charAt(bytes[i] & 15));
        }
        pad(hex.toString());
    }

    void character(long code) {
        pad(Character.toString(rune(code)));
    }

    void quotedCharacter(long code) {
        StringBuilder quoted = new StringBuilder("'");
        GoQuote.rune(quoted, rune(code), '\'', plus);
        pad(quoted.append('\'').toString());
    }

    private static int rune(long code) {
        boolean valid = code >= 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
        return valid ? (int) code : 0xFFFD;
    }

    void unicode(long code) {
        int digits = hasPrecision && precision > 4 ? precision : 4;
        String hex = Long.toHexString(code).toUpperCase(Locale.ROOT);
        String text = "U+" + "0".repeat(Math.max(0, digits - hex.length())) + hex;
        if (sharp && code >= 0 && code <= 0x10FFFF && GoQuote.isPrint((int) code)) {
            text += " '" + Character.toString((int) code) + "'";
        }
        padWithSpaces(text);
    }

    void integer(long bits, int base, boolean signed, char verb) {
        boolean negative = signed && bits < 0;
        int digits = 0;
        if (hasPrecision) {
            digits = precision;
            if (precision == 0 && bits == 0) {
                padWithSpaces("");
                return;
            }
        } else if (zero && !minus && hasWidth) {
            digits = negative || plus || space ? width - 1 : width;
        }
        String number = Long.toUnsignedString(negative ? -bits : bits, base);
        if (verb == 'X') {
            number = number.toUpperCase(Locale.ROOT);
        }
        number = "0".repeat(Math.max(0, digits - number.length())) + number;
        if (sharp) {
            number = switch (base) {
                case 2 -> "0b" + number;
                case 8 -> number.startsWith("0") ? number : "0" + number;
                case 16 -> (verb == 'X' ? "0X" : "0x") + number;
                default -> number;
            };
        }
        if (verb == 'O') {
            number = "0o" + number;
        }
        padWithSpaces((negative ? "-" : plus ? "+" : space ? " " : "") + number);
    }

    void floating(double value, char verb, int defaultPrecision) {
        int digits = hasPrecision ? precision : defaultPrecision;
        String number = GoFloat.format(value, verb, digits);
        char sign = '+';
        if (number.charAt(0) == '-' || number.charAt(0) == '+') {
            sign = number.charAt(0);
            number = number.substring(1);
        }
        if (space && sign == '+' && !plus) {
            sign = ' ';
        }
        if (number.charAt(0) == 'I' || number.charAt(0) == 'N') {
            boolean bare = number.charAt(0) == 'N' ? !space && !plus : sign == '+' && !plus;
            padWithSpaces(bare ? number : sign + number);
            return;
        }
        if (sharp && verb != 'b') {
            number = withPoint(number, verb, digits);
        }
        if (!plus && sign == '+') {
            pad(number);
        } else if (zero && !minus && hasWidth && width > number.length() + 1) {
            out.append(sign);
            fill(width - number.length() - 1);
            out.append(number);
        } else {
            pad(sign + number);
        }
    }

    /** The number with a decimal point and the trailing zeros that the sharp flag asks for. */
    private static String withPoint(String number, char verb, int precision) {
        int missing = "gGx".indexOf(verb) < 0 ? 0 : precision == -1 ? 6 : precision;
        int cut = 0;
        boolean hex = verb == 'x' || verb == 'X';
        boolean point = false;
        boolean nonzero = false;
        while (cut < number.length() && (hex ? "pP" : "eEpP").indexOf(number.charAt(cut)) < 0) {
            char c = number.charAt(cut++);
            if (c == '.') {
                point = true;
            } else {
                nonzero |= c != '0';
                missing -= nonzero ? 1 : 0;
            }
        }
        String head = number.substring(0, cut);
        if (!point) {
            missing -= head.equals("0") ? 1 : 0;
            head += ".";
        }
        return head + "0".repeat(Math.max(0, missing)) + number.substring(cut);
    }
}
