package dev.auditflow.check.schema;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ScalarNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.stream.Collectors;

/** Formats, enums, patterns and bounds of strings and numbers. */
final class ScalarRules {
    private static final BigInteger INT32 = BigInteger.ONE.shiftLeft(31);
    private static final java.util.regex.Pattern TIME = java.util.regex.Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})");
    private static final java.util.regex.Pattern MICROSECONDS =
            java.util.regex.Pattern.compile(":[0-9]{2}\\.[0-9]{6}(?![0-9])");
    private static final BigInteger INT64 = BigInteger.ONE.shiftLeft(63);

    private final Sink sink;

    ScalarRules(Sink sink) {
        this.sink = sink;
    }

    void check(ScalarNode scalar, Schema schema, FieldPath path) {
        format(scalar, schema, path);
        enumeration(scalar, schema, path);
        if (scalar.kind() == ScalarNode.Kind.STRING) {
            string(scalar.text(), schema.limits(), path);
        } else if (scalar.kind() != ScalarNode.Kind.BOOLEAN) {
            number(new BigDecimal(scalar.text()), schema.limits(), path);
        }
    }

    void int32(ScalarNode scalar, FieldPath path) {
        integer(scalar, INT32, 32, path);
    }

    private void format(ScalarNode scalar, Schema schema, FieldPath path) {
        String name = Wording.last(path);
        switch (schema.format()) {
            case "int32" -> integer(scalar, INT32, 32, path);
            case "int64" -> integer(scalar, INT64, 64, path);
            case "byte" -> {
                if (scalar.kind() == ScalarNode.Kind.STRING && !isBase64(scalar.text())) {
                    invalid(path, "%s is not base64".formatted(name));
                }
            }
            case "date-time" -> {
                if (scalar.kind() == ScalarNode.Kind.STRING && !isTime(scalar.text())) {
                    invalid(path, "%s is no time such as 2026-01-31T12:00:00Z".formatted(name));
                } else if (schema.name().endsWith(".MicroTime")
                        && !MICROSECONDS.matcher(scalar.text()).find()) {
                    invalid(
                            path,
                            "%s is no time with microseconds such as 2026-01-31T12:00:00.000000Z".formatted(name));
                }
            }
            default -> {}
        }
    }

    private void integer(ScalarNode scalar, BigInteger bound, int bits, FieldPath path) {
        if (scalar.kind() == ScalarNode.Kind.INTEGER) {
            BigInteger value = new BigInteger(scalar.text());
            if (value.compareTo(bound) >= 0 || value.compareTo(bound.negate()) < 0) {
                invalid(path, "%s does not fit a number of %d bits".formatted(scalar.text(), bits));
            }
        }
    }

    private static boolean isBase64(String text) {
        try {
            String plain = text.replace("\n", "").replace("\r", "");
            byte[] _ = Base64.getDecoder().decode(plain);
            return plain.length() % 4 == 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isTime(String text) {
        try {
            return TIME.matcher(text).matches() && OffsetDateTime.parse(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private void enumeration(ScalarNode scalar, Schema schema, FieldPath path) {
        if (schema.enums().isEmpty()) {
            return;
        }
        String json = scalar.kind() == ScalarNode.Kind.STRING
                ? "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(scalar.text())) + "\""
                : scalar.text();
        if (!schema.enums().contains(json)) {
            String allowed = schema.enums().stream()
                    .sorted()
                    .map(value -> value.replace("\"", ""))
                    .collect(Collectors.joining(", "));
            invalid(path, "%s is not one of %s".formatted(Wording.shown(scalar), allowed));
        }
    }

    private void string(String text, Schema.Limits limits, FieldPath path) {
        int length = text.codePointCount(0, text.length());
        if (limits.minLength() != null && length < limits.minLength()) {
            invalid(path, "%s needs at least %d characters".formatted(Wording.last(path), limits.minLength()));
        }
        if (limits.maxLength() != null && length > limits.maxLength()) {
            invalid(path, "%s takes %d characters at most".formatted(Wording.last(path), limits.maxLength()));
        }
        if (!limits.pattern().isEmpty() && !matches(limits.pattern(), text)) {
            invalid(path, "%s does not match %s".formatted(Wording.last(path), limits.pattern()));
        }
    }

    /** A pattern that RE2 cannot read is one that the API server would not have accepted in the CRD. */
    private static boolean matches(String pattern, String text) {
        try {
            return Pattern.compile(pattern).matcher(text).find();
        } catch (PatternSyntaxException e) {
            return true;
        }
    }

    private void number(BigDecimal value, Schema.Limits limits, FieldPath path) {
        if (limits.minimum() != null) {
            int order = value.compareTo(BigDecimal.valueOf(limits.minimum()));
            if (order < 0 || (order == 0 && limits.exclusiveMinimum())) {
                invalid(path, "%s is below %s".formatted(value.toPlainString(), plain(limits.minimum())));
            }
        }
        if (limits.maximum() != null) {
            int order = value.compareTo(BigDecimal.valueOf(limits.maximum()));
            if (order > 0 || (order == 0 && limits.exclusiveMaximum())) {
                invalid(path, "%s is above %s".formatted(value.toPlainString(), plain(limits.maximum())));
            }
        }
    }

    private static String plain(double bound) {
        return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }

    private void invalid(FieldPath path, String message) {
        sink.report(SchemaRules.INVALID_VALUE, path, message);
    }
}
