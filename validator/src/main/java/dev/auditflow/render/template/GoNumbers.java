package dev.auditflow.render.template;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers as Go's {@code strconv} reads them, with prefixes and underscores as in Go's source code. */
public final class GoNumbers {
    private static final Pattern UNDERSCORES =
            Pattern.compile("[+-]?(0[xXoObB]_?)?[0-9a-fA-F.pPeE+-]+(_[0-9a-fA-F.pPeE+-]+)*");
    private static final Pattern SIGNED = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final Pattern HEX =
            Pattern.compile("[+-]?0[xX]([0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)[pP][+-]?[0-9]+");
    private static final Pattern SPECIAL = Pattern.compile("(?i)[+-]?(inf|infinity)|nan");
    private static final int MAX_DIGITS = 400;
    private static final BigInteger MAX_UNSIGNED = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);

    private GoNumbers() {}

    /** The integer that a text in base 0 stands for, of any size; null for a syntax error. */
    static @Nullable BigInteger integer(String text) {
        boolean signed = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+');
        String body = signed ? text.substring(1) : text;
        int base = 10;
        String digits = body;
        if (body.length() > 1 && body.charAt(0) == '0') {
            char prefix = Character.toLowerCase(body.charAt(1));
            base = prefix == 'x' ? 16 : prefix == 'b' ? 2 : 8;
            digits = prefix == 'x' || prefix == 'b' || prefix == 'o' ? body.substring(2) : body.substring(1);
        }
        if (digits.indexOf('_') >= 0) {
            if (!UNDERSCORES.matcher(body).matches()) {
                return null;
            }
            digits = digits.replace("_", "");
        }
        if (digits.isEmpty()) {
            return null;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) >= 0x80 || Character.digit(digits.charAt(i), base) < 0) {
                return null;
            }
        }
        BigInteger value = new BigInteger(shortened(digits), base);
        return signed && text.charAt(0) == '-' ? value.negate() : value;
    }

    /** A number with so many digits is larger than any float, and that is all that counts; reading more takes long. */
    private static String shortened(String digits) {
        int from = 0;
        while (from < digits.length() - 1 && digits.charAt(from) == '0') {
            from++;
        }
        return digits.substring(from, Math.min(digits.length(), from + MAX_DIGITS));
    }

    /** {@code ParseInt(text, 0, 64)}; null for any error. */
    public static @Nullable Long parseInt(String text) {
        BigInteger value = integer(text);
        return value == null || value.compareTo(MAX) > 0 || value.compareTo(MIN) < 0 ? null : (Long) value.longValue();
    }

    /** {@code ParseInt(text, 10, 64)}: zero for what is no number, the nearest for what does not fit. */
    public static long parseDecimal(String text) {
        if (!SIGNED.matcher(text).matches()) {
            return 0;
        }
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        return new BigInteger((negative ? "-" : "") + shortened(digits))
                .max(MIN)
                .min(MAX)
                .longValue();
    }

    /** {@code ParseUint(text, 0, 64)} as bits; null for any error. */
    static @Nullable Long parseUint(String text) {
        if (text.startsWith("-") || text.startsWith("+")) {
            return null;
        }
        BigInteger value = integer(text);
        return value == null || value.compareTo(MAX_UNSIGNED) > 0 ? null : (Long) value.longValue();
    }

    /** {@code ParseFloat(text, 64)}; null for any error, out of range included. */
    public static @Nullable Double parseFloat(String text) {
        String number = text;
        if (text.indexOf('_') >= 0) {
            if (!UNDERSCORES.matcher(text).matches()) {
                return null;
            }
            number = text.replace("_", "");
        }
        if (SPECIAL.matcher(number).matches()) {
            boolean negative = number.startsWith("-");
            boolean nan = number.toLowerCase(Locale.ROOT).endsWith("nan");
            return nan ? Double.NaN : negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (!DECIMAL.matcher(number).matches() && !HEX.matcher(number).matches()) {
            return null;
        }
        double value = Double.parseDouble(number);
        return Double.isInfinite(value) ? null : (Double) value;
    }
}
