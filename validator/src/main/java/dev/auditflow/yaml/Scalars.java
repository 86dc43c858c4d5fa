package dev.auditflow.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads plain scalars as Kubernetes does: YAML 1.1 as the goyaml v2 library behind sigs.k8s.io/yaml resolves it, then
 * the JSON data model. Sexagesimal numbers stay strings there; timestamps too.
 */
public final class Scalars {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
    private static final Set<String> YES = Set.of("y", "Y", "yes", "Yes", "YES", "on", "On", "ON");
    private static final Set<String> NO = Set.of("n", "N", "no", "No", "NO", "off", "Off", "OFF");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern NO_NUMBER = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final Pattern DIGITS = Pattern.compile("[0-9A-Fa-f]+");
    private static final Map<String, Integer> PREFIXES = Map.of("0x", 16, "0X", 16, "0o", 8, "0O", 8, "0b", 2, "0B", 2);
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private Scalars() {}

    /** JSON kind and text of a plain scalar. */
    public record Resolved(ScalarNode.Kind kind, String text) {}

    public static Resolved plain(String text) {
        if (NULLS.contains(text)) {
            return new Resolved(ScalarNode.Kind.NULL, "null");
        }
        if (TRUE.contains(text) || YES.contains(text)) {
            return new Resolved(ScalarNode.Kind.BOOLEAN, "true");
        }
        if (FALSE.contains(text) || NO.contains(text)) {
            return new Resolved(ScalarNode.Kind.BOOLEAN, "false");
        }
        char first = text.charAt(0);
        if (isDigit(first) || first == '+' || first == '-' || first == '.') {
            Resolved number = number(text.replace("_", ""));
            if (number != null) {
                return number;
            }
        }
        return new Resolved(ScalarNode.Kind.STRING, text);
    }

    /** Whether YAML 1.2 readers see a string where Kubernetes sees a boolean. */
    static boolean isAmbiguousBoolean(String text) {
        return YES.contains(text) || NO.contains(text);
    }

    /** Whether YAML has a number here that JSON lacks: infinity, or none. */
    public static boolean isNoNumber(String text) {
        return NO_NUMBER.matcher(text).matches();
    }

    private static @org.jspecify.annotations.Nullable Resolved number(String text) {
        BigInteger integer = integer(text);
        if (integer != null && integer.compareTo(MIN) >= 0 && integer.compareTo(MAX) <= 0) {
            return new Resolved(ScalarNode.Kind.INTEGER, integer.toString());
        }
        if (!FLOAT.matcher(text).matches()) {
            return null;
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            return null;
        }
        return ofDouble(value);
    }

    private static Resolved ofDouble(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e21) {
            String whole = new BigDecimal(Double.toString(value)).toBigInteger().toString();
            return new Resolved(ScalarNode.Kind.INTEGER, whole);
        }
        return new Resolved(ScalarNode.Kind.FLOAT, Double.toString(value).replace("E", "e"));
    }

    private static @org.jspecify.annotations.Nullable BigInteger integer(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        if (digits.isEmpty() || !isDigit(digits.charAt(0))) {
            return null;
        }
        int radix = 10;
        if (digits.length() > 2 && PREFIXES.containsKey(digits.substring(0, 2))) {
            radix = PREFIXES.getOrDefault(digits.substring(0, 2), 10);
            digits = digits.substring(2);
        } else if (digits.length() > 1 && digits.charAt(0) == '0') {
            radix = 8;
        }
        if (digits.length() > 64 || !DIGITS.matcher(digits).matches()) {
            return null;
        }
        try {
            BigInteger value = new BigInteger(digits, radix);
            return negative ? value.negate() : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
