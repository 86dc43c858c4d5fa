package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.GoBytes;
import dev.auditflow.render.template.GoFormat;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoNumbers;
import dev.auditflow.render.template.Int;
import dev.auditflow.render.template.Sized;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conversions as Sprig does them by spf13/cast: what cannot be converted is zero. */
final class Casts {
    private static final double LIMIT = 0x1p63;

    private Casts() {}

    static long toLong(@Nullable Object value) {
        return switch (value) {
            case Long number -> number;
            case Int number -> number.value();
            case Sized number -> number.value();
            case Double number -> toLong(number.doubleValue());
            case Boolean bool -> bool ? 1 : 0;
            case String text -> {
                Long number = GoNumbers.parseInt(withoutZeroFraction(text));
                yield number == null ? 0 : number;
            }
            case null, default -> 0;
        };
    }

    /** As Go converts on amd64: what does not fit becomes the smallest number. */
    static long toLong(double number) {
        return number >= -LIMIT && number < LIMIT ? (long) number : Long.MIN_VALUE;
    }

    /** The text up to its last point, if nothing but zeros and points follow it and the last is a zero. */
    private static String withoutZeroFraction(String text) {
        boolean zero = false;
        for (int i = text.length() - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c == '.' && zero) {
                return text.substring(0, i);
            }
            if (c != '.' && c != '0') {
                return text;
            }
            zero |= c == '0';
        }
        return text;
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
            case Sized number when number.unsigned() -> unsigned(number.value());
            default -> toLong(value);
        };
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
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
        if (value instanceof GoList || value instanceof GoBytes) {
            List<@Nullable Object> items =
                    value instanceof GoList list ? list.items() : Elements.bytes((GoBytes) value);
            for (Object item : items) {
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
