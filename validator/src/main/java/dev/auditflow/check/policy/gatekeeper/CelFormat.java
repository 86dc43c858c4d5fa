package dev.auditflow.check.policy.gatekeeper;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelFunctionBinding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** CEL's {@code '%s has %d'.format([a, b])}, with the clauses s, d, f, b, o, x and X. */
final class CelFormat {
    static final List<CelFunctionDecl> DECLARATIONS = List.of(CelFunctionDecl.newFunctionDeclaration(
            "format",
            CelOverloadDecl.newMemberOverload(
                    "k8s_format", SimpleType.STRING, SimpleType.STRING, ListType.create(SimpleType.DYN))));

    static final List<CelFunctionBinding> BINDINGS =
            List.of(CelFunctionBinding.from("k8s_format", String.class, List.class, CelFormat::format));

    private static final Pattern CLAUSE = Pattern.compile("%(?:%|(?:\\.([0-9]{1,3}))?([a-zA-Z]))");
    private static final int DIGITS = 6;
    /** From this exponent on, and below the negative of the other, a double is written with an exponent. */
    private static final int LARGE = 6;

    private static final int SMALL = -4;

    private CelFormat() {}

    private static String format(String form, List<?> arguments) {
        Iterator<?> next = arguments.iterator();
        return CLAUSE.matcher(form).replaceAll(found -> {
            if (found.group().equals("%%")) {
                return "%";
            }
            if (!next.hasNext()) {
                throw wrong("index %d out of range".formatted(arguments.size()));
            }
            return java.util.regex.Matcher.quoteReplacement(clause(found, next.next()));
        });
    }

    private static String clause(MatchResult found, Object value) {
        return switch (found.group(2)) {
            case "s" -> plain(value);
            case "d" -> String.valueOf(whole(value, "decimal"));
            case "f" -> fixed(value, found.group(1) == null ? DIGITS : Integer.parseInt(found.group(1)));
            case "b" -> value instanceof Boolean flag ? (flag ? "1" : "0") : Long.toString(whole(value, "binary"), 2);
            case "o" -> Long.toString(whole(value, "octal"), 8);
            case "x" -> hex(value);
            case "X" -> hex(value).toUpperCase(Locale.ROOT);
            default -> throw wrong("unrecognized formatting clause \"%s\"".formatted(found.group(2)));
        };
    }

    private static String plain(Object value) {
        return switch (value) {
            case String text -> text;
            case Double number -> shortest(number);
            default -> nested(value);
        };
    }

    /** Inside of lists and maps, texts have quotes and doubles six digits. */
    private static String nested(Object value) {
        return switch (value) {
            case NullValue _ -> "null";
            case String text -> "\"" + text + "\"";
            case Double number -> fixed(number, DIGITS);
            case List<?> list -> list.stream().map(CelFormat::nested).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map -> {
                Map<String, String> fields = new TreeMap<>();
                map.forEach((key, item) -> fields.put(nested(key), nested(item)));
                yield fields.entrySet().stream()
                        .map(field -> field.getKey() + ":" + field.getValue())
                        .collect(Collectors.joining(", ", "{", "}"));
            }
            default -> String.valueOf(value);
        };
    }

    /** As few digits as tell the number from its neighbours. */
    private static String shortest(double number) {
        BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (number == 0 || (exponent >= SMALL && exponent < LARGE)) {
            return digits.toPlainString();
        }
        String mantissa = digits.movePointLeft(exponent).stripTrailingZeros().toPlainString();
        return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static String fixed(Object value, int places) {
        if (!(value instanceof Number number)) {
            throw wrong("fixed-point clause can only be used on doubles, was given " + type(value));
        }
        return new BigDecimal(number.toString())
                .setScale(places, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    private static long whole(Object value, String clause) {
        if (value instanceof Long number) {
            return number;
        }
        throw wrong("%s clause can only be used on integers, was given %s".formatted(clause, type(value)));
    }

    private static String hex(Object value) {
        return value instanceof String text
                ? HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8))
                : Long.toString(whole(value, "hex"), 16);
    }

    private static String type(Object value) {
        return switch (value) {
            case String _ -> "string";
            case Boolean _ -> "bool";
            case Double _ -> "double";
            case Long _ -> "int";
            case List<?> _ -> "list";
            case Map<?, ?> _ -> "map";
            default -> "null_type";
        };
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("error during formatting: " + what);
    }
}
