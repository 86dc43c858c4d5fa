package dev.auditflow.check.policy.rego;

import dev.auditflow.check.policy.rego.GoFormat.Spec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One verb of Go's fmt package over one argument: a BigInteger, a BigDecimal (Go's float64) or a String. */
final class GoVerb {
    private static final int INT64_BITS = 63;

    private GoVerb() {}

    static String print(int verb, Spec spec, Object arg) {
        @Nullable
        String text = switch (arg) {
            case BigInteger number -> integer(verb, spec, number);
            case BigDecimal number -> floating(verb, spec, number.doubleValue());
            default -> string(verb, spec, (String) arg);
        };
        if (verb == 'T') {
            return pad(type(arg), spec);
        }
        return text == null ? "%!" + Character.toString(verb) + "(" + type(arg) + "=" + plain(arg) + ")" : text;
    }

    static String type(Object arg) {
        return switch (arg) {
            case BigInteger number -> number.bitLength() <= INT64_BITS ? "int" : "*big.Int";
            case BigDecimal _ -> "float64";
            default -> "string";
        };
    }

    static String plain(Object arg) {
        return arg instanceof BigDecimal number ? shortest(number.doubleValue(), 'g', -1, false) : arg.toString();
    }

    private static @Nullable String integer(int verb, Spec spec, BigInteger number) {
        return switch (verb) {
            case 'd', 'v' -> digits(number, 10, "", spec);
            case 's' -> number.bitLength() > INT64_BITS ? digits(number, 10, "", spec) : null;
            case 'b' -> digits(number, 2, spec.sharp() ? "0b" : "", spec);
            case 'o' -> digits(number, 8, spec.sharp() ? "0" : "", spec);
            case 'O' -> digits(number, 8, "0o", spec);
            case 'x' -> digits(number, 16, spec.sharp() ? "0x" : "", spec);
            case 'X' -> digits(number, 16, spec.sharp() ? "0X" : "", spec).toUpperCase(Locale.ROOT);
            case 'c' -> pad(rune(number), spec);
            case 'q' -> pad("'" + rune(number).replace("\\", "\\\\").replace("'", "\\'") + "'", spec);
            case 'U' -> pad("U+%04X".formatted(number), spec);
            default -> null;
        };
    }

    private static String rune(BigInteger number) {
        boolean valid = number.signum() >= 0
                && number.bitLength() <= 21
                && Character.isValidCodePoint(number.intValue())
                && (number.intValue() < 0xD800 || number.intValue() > 0xDFFF);
        return valid ? Character.toString(number.intValue()) : "\uFFFD";
    }

    private static String digits(BigInteger number, int radix, String prefix, Spec spec) {
        String sign = number.signum() < 0 ? "-" : spec.plus() ? "+" : spec.space() ? " " : "";
        String digits = number.abs().toString(radix);
        if (spec.precision() == 0 && number.signum() == 0) {
            return pad("", spec);
        }
        int least = spec.precision() >= 0
                ? spec.precision()
                : spec.zero() ? spec.width() - sign.length() - prefix.length() : 0;
        return pad(sign + prefix + "0".repeat(Math.max(0, least - digits.length())) + digits, spec);
    }

    private static @Nullable String floating(int verb, Spec spec, double number) {
        @Nullable
        String text = switch (verb) {
            case 'e', 'E', 'f', 'F', 'g', 'G' ->
                shortest(number, Character.toLowerCase((char) verb), precision(verb, spec), spec.sharp());
            case 'v' -> shortest(number, 'g', spec.precision(), spec.sharp());
            default -> null;
        };
        if (text == null) {
            return null;
        }
        boolean negative = text.startsWith("-");
        String sign = negative ? "-" : spec.plus() ? "+" : spec.space() ? " " : "";
        String body = negative ? text.substring(1) : text;
        if (verb == 'E' || verb == 'G') {
            body = body.toUpperCase(Locale.ROOT);
        }
        int least = spec.zero() ? spec.width() - sign.length() : 0;
        return pad(sign + "0".repeat(Math.max(0, least - body.length())) + body, spec);
    }

    private static int precision(int verb, Spec spec) {
        return spec.precision() < 0 && "eEfF".indexOf(verb) >= 0 ? 6 : spec.precision();
    }

    /** A double as Go's strconv prints it; precision -1 is the shortest text that reads back as the same number. */
    static String shortest(double number, char form, int precision, boolean keepZeros) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Double.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf";
        }
        BigDecimal exact = precision < 0 ? new BigDecimal(Double.toString(number)) : new BigDecimal(number);
        String sign = 1 / number < 0 || number < 0 ? "-" : "";
        return sign
                + switch (form) {
                    case 'f' ->
                        (precision < 0 ? exact : exact.setScale(precision, RoundingMode.HALF_EVEN))
                                .abs()
                                .toPlainString();
                    case 'e' -> scientific(exact.abs(), precision);
                    default -> general(exact.abs(), precision, keepZeros);
                };
    }

    private static String general(BigDecimal value, int precision, boolean keepZeros) {
        int digits = precision < 0 ? -1 : Math.max(precision, 1);
        BigDecimal rounded = digits < 0 || value.signum() == 0
                ? value
                : value.round(new java.math.MathContext(digits, RoundingMode.HALF_EVEN));
        BigDecimal trimmed = rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
        int exponent = trimmed.signum() == 0 ? 0 : trimmed.precision() - trimmed.scale() - 1;
        int threshold = digits < 0 ? 21 : Math.max(digits, trimmed.precision() > digits ? trimmed.precision() : digits);
        if (exponent < -4 || exponent >= threshold) {
            return scientific(trimmed, trimmed.precision() - 1);
        }
        return keepZeros && digits > 0
                ? trimmed.setScale(Math.max(digits - 1 - exponent, 0), RoundingMode.UNNECESSARY)
                        .toPlainString()
                : trimmed.toPlainString();
    }

    private static String scientific(BigDecimal value, int precision) {
        BigDecimal trimmed = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        int wanted = precision < 0 ? trimmed.precision() - 1 : precision;
        BigDecimal rounded = trimmed.round(new java.math.MathContext(wanted + 1, RoundingMode.HALF_EVEN));
        int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        String mantissa = rounded.scaleByPowerOfTen(-exponent)
                .setScale(wanted, RoundingMode.HALF_EVEN)
                .toPlainString();
        return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static @Nullable String string(int verb, Spec spec, String text) {
        int[] points = text.codePoints().toArray();
        String cut = spec.precision() >= 0 && spec.precision() < points.length
                ? new String(points, 0, spec.precision())
                : text;
        return switch (verb) {
            case 's', 'v' -> pad(spec.sharp() && verb == 'v' ? quote(cut, false) : cut, spec);
            case 'q' -> pad(spec.sharp() && cut.indexOf('`') < 0 ? "`" + cut + "`" : quote(cut, spec.plus()), spec);
            case 'x' -> pad(hex(text, spec, HexFormat.of()), spec);
            case 'X' -> pad(hex(text, spec, HexFormat.of().withUpperCase()), spec);
            default -> null;
        };
    }

    private static String hex(String text, Spec spec, HexFormat form) {
        byte[] bytes = Texts.utf8(text);
        int length = spec.precision() >= 0 ? Math.min(spec.precision(), bytes.length) : bytes.length;
        String prefix = spec.sharp() ? "0x" : "";
        HexFormat spaced = spec.space() ? form.withDelimiter(" ").withPrefix(prefix) : form;
        String digits = spaced.formatHex(bytes, 0, length);
        return spec.space() || length == 0 ? digits : prefix + digits;
    }

    /** A string as Go quotes it. */
    static String quote(String text, boolean ascii) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            switch (point) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case 7 -> out.append("\\a");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case 11 -> out.append("\\v");
                default -> {
                    if (point < ' ' || point == 127) {
                        out.append("\\x%02x".formatted(point));
                    } else if (isPrintable(point) && !(ascii && point > 127)) {
                        out.appendCodePoint(point);
                    } else {
                        out.append(point > 0xFFFF ? "\\U%08x".formatted(point) : "\\u%04x".formatted(point));
                    }
                }
            }
        });
        return out.append('"').toString();
    }

    private static boolean isPrintable(int point) {
        return point == ' '
                || switch (Character.getType(point)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR -> false;
                    default -> true;
                };
    }

    private static String pad(String text, Spec spec) {
        int missing = spec.width() - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        return spec.minus() ? text + " ".repeat(missing) : (spec.zero() ? "0" : " ").repeat(missing) + text;
    }
}
