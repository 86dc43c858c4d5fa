package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.GoBytes;
import dev.auditflow.render.template.GoDuration;
import dev.auditflow.render.template.GoFormat;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoNumbers;
import dev.auditflow.render.template.Int;
import dev.auditflow.render.template.Sized;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Conversions as Sprig does them by spf13/cast: what cannot be converted is zero. */
final class Casts {
    private static final Pattern ZEROS = Pattern.compile("0+(?=[0-9])");

    private Casts() {}

    static long toLong(@Nullable Object value) {
        return switch (value) {
            case Long number -> number;
            case Int number -> number.value();
            case Sized number -> number.value();
            case GoDuration duration -> duration.nanos();
            case Double number -> number.longValue();
            case Boolean bool -> bool ? 1 : 0;
            case String text -> parse(text);
            case null, default -> 0;
        };
    }

    /** Decimal zeros in front are dropped before Go's base prefixes are read, and a fraction of zeros is too. */
    private static long parse(String text) {
        String trimmed = text.replaceFirst("\\.0*$", "");
        String sign = trimmed.startsWith("-") || trimmed.startsWith("+") ? trimmed.substring(0, 1) : "";
        String digits = trimmed.substring(sign.length());
        Long number = GoNumbers.parseInt(
                sign + (digits.matches("0+[0-9]+") ? ZEROS.matcher(digits).replaceFirst("") : digits));
        return number == null ? 0 : number;
    }

    static double toDouble(@Nullable Object value) {
        return switch (value) {
            case Double number -> number;
            case Boolean bool -> bool ? 1 : 0;
            case String text -> {
                Double number = GoNumbers.parseFloat(text);
                yield number == null ? 0 : number;
            }
            case null -> 0;
            default -> toLong(value);
        };
    }

    static String toText(@Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case GoBytes bytes -> bytes.text();
            case null, default -> GoFormat.print(value);
        };
    }

    /** The elements as strings; nil ones are left out. */
    static List<String> toTexts(@Nullable Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof GoList list) {
            for (Object item : list.items()) {
                if (item != null) {
                    texts.add(toText(item));
                }
            }
        } else if (value != null) {
            texts.add(toText(value));
        }
        return texts;
    }
}
