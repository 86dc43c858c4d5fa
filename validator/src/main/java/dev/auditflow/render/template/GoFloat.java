package dev.auditflow.render.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** {@code strconv.FormatFloat} for float64. */
public final class GoFloat {
    /** The decimal digits of a number without sign, and where the point stands: 0.digits times ten to the point. */
    private record Digits(String digits, int point) {
        int count() {
            return digits.length();
        }
    }

    private static final double MOST_EXACT = 1L << 53;

    private GoFloat() {}

    /** As {@code %v} prints it. */
    public static String format(double value) {
        return format(value, 'g', -1);
    }

    /**
     * Formats a number.
     *
     * @param verb one of e, E, f, g, G, x, X, b
     * @param precision digits as the verb counts them; -1 for the fewest that give the same number back
     */
    public static String format(double value, char verb, int precision) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        boolean negative = Double.doubleToRawLongBits(value) < 0;
        double magnitude = Math.abs(value);
        String text = switch (verb) {
            case 'e', 'E' -> exponent(digits(magnitude, precision < 0 ? -1 : precision + 1), precision, verb);
            case 'f' -> fixed(magnitude, precision);
            case 'g', 'G' -> general(magnitude, precision, verb);
            case 'x', 'X' -> hex(magnitude, precision, verb);
            default -> binary(magnitude);
        };
        return negative ? "-" + text : text;
    }

    private static Digits digits(double value, int precision) {
        if (value == 0) {
            return new Digits("", 0);
        }
        if (precision < 0 && value < MOST_EXACT && value == (long) value) {
            return digits((long) value);
        }
        BigDecimal exact = precision < 0
                ? shortest(value)
                : new BigDecimal(value).round(new MathContext(Math.max(precision, 1), RoundingMode.HALF_EVEN));
        return digits(exact);
    }

    /** All digits of a whole number that float64 holds exactly are needed to find it again, but for zeros at the end. */
    private static Digits digits(long whole) {
        String all = Long.toString(whole);
        int end = all.length();
        while (all.charAt(end - 1) == '0') {
            end--;
        }
        return new Digits(all.substring(0, end), all.length());
    }

    private static Digits digits(BigDecimal number) {
        if (number.signum() == 0) {
            return new Digits("", 0);
        }
        BigDecimal stripped = number.stripTrailingZeros();
        String digits = stripped.unscaledValue().toString();
        return new Digits(digits, digits.length() - stripped.scale());
    }

    private static BigDecimal shortest(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(value));
        if (decimal.precision() == 2) {
            BigDecimal one = decimal.round(new MathContext(1, RoundingMode.HALF_EVEN));
            if (one.doubleValue() == value) {
                return one;
            }
        }
        return decimal;
    }

    private static String exponent(Digits digits, int precision, char verb) {
        StringBuilder out = new StringBuilder();
        out.append(digits.count() == 0 ? '0' : digits.digits.charAt(0));
        int decimals = precision < 0 ? Math.max(digits.count() - 1, 0) : precision;
        if (decimals > 0) {
            out.append('.');
            String rest = digits.count() > 1 ? digits.digits.substring(1) : "";
            out.append(rest.length() > decimals ? rest.substring(0, decimals) : rest);
            out.append("0".repeat(Math.max(0, decimals - rest.length())));
        }
        int exponent = digits.count() == 0 ? 0 : digits.point - 1;
        out.append(verb).append(exponent < 0 ? '-' : '+');
        int size = Math.abs(exponent);
        return out.append(size < 10 ? "0" : "").append(size).toString();
    }

    private static String fixed(double value, int precision) {
        if (precision < 0) {
            String plain =
                    value == 0 ? "0" : shortest(value).stripTrailingZeros().toPlainString();
            return plain;
        }
        return new BigDecimal(value).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String general(double value, int precision, char verb) {
        boolean shortest = precision < 0;
        int wanted = precision == 0 ? 1 : precision;
        Digits digits = digits(value, wanted);
        if (shortest) {
            wanted = Math.max(digits.count(), 1);
        }
        int limit = wanted;
        if (limit > digits.count() && digits.count() >= digits.point) {
            limit = digits.count();
        }
        if (shortest) {
            limit = 6;
        }
        int exponent = digits.point - 1;
        if (exponent < -4 || exponent >= limit) {
            return exponent(digits, Math.min(wanted, digits.count()) - 1, verb == 'g' ? 'e' : 'E');
        }
        return plain(digits);
    }

    private static String plain(Digits digits) {
        int point = digits.point;
        if (digits.count() == 0) {
            return "0";
        }
        if (point <= 0) {
            return "0." + "0".repeat(-point) + digits.digits;
        }
        return point >= digits.count()
                ? digits.digits + "0".repeat(point - digits.count())
                : digits.digits.substring(0, point) + "." + digits.digits.substring(point);
    }

    private static String hex(double value, int precision, char verb) {
        long bits = Double.doubleToRawLongBits(value);
        long fraction = bits & ((1L << 52) - 1);
        int exponent = (int) (bits >>> 52) - 1023;
        long mantissa = fraction | (1L << 52);
        if (value == 0) {
            mantissa = 0;
            exponent = 0;
        } else if (exponent == -1023) {
            mantissa = fraction;
            exponent = -1022;
            while ((mantissa & (1L << 52)) == 0) {
                mantissa <<= 1;
                exponent--;
            }
        }
        if (precision >= 0 && precision < 13) {
            int shift = 52 - precision * 4;
            long half = 1L << (shift - 1);
            long rest = mantissa & ((1L << shift) - 1);
            mantissa >>>= shift;
            if (rest > half || (rest == half && (mantissa & 1) == 1)) {
                mantissa++;
            }
            mantissa <<= shift;
            if ((mantissa & (1L << 53)) != 0) {
                mantissa >>>= 1;
                exponent++;
            }
        }
        String digits = String.format(Locale.ROOT, "%013x", mantissa & ((1L << 52) - 1));
        if (precision < 0) {
            digits = digits.replaceAll("0+$", "");
        } else {
            digits = (digits + "0".repeat(Math.max(0, precision - 13))).substring(0, precision);
        }
        String text = "0x" + (mantissa >>> 52) + (digits.isEmpty() ? "" : "." + digits) + "p"
                + (exponent < 0 ? '-' : '+') + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return verb == 'X' ? text.toUpperCase(Locale.ROOT) : text;
    }

    private static String binary(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> 52);
        long mantissa = bits & ((1L << 52) - 1);
        if (exponent == 0) {
            exponent = 1;
        } else {
            mantissa |= 1L << 52;
        }
        int power = exponent - 1023 - 52;
        return mantissa + "p" + (power < 0 ? "" : "+") + power;
    }
}
