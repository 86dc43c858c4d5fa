package dev.auditflow.render.template.functions;

import dev.auditflow.go.GoText;
import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.GoBytes;
import dev.auditflow.render.template.GoComplex;
import dev.auditflow.render.template.GoEnum;
import dev.auditflow.render.template.GoFloat;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.GoStruct;
import dev.auditflow.render.template.GoTime;
import dev.auditflow.render.template.GoTypes;
import dev.auditflow.render.template.Sized;
import dev.auditflow.render.template.TemplateException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Go values as {@code encoding/json} sees them: maps, lists, strings, numbers, booleans and null. */
final class JsonValues {
    private JsonValues() {}

    /** One level of a value. @throws TemplateException in Go's words for what has no JSON */
    static @Nullable Object of(@Nullable Object value) {
        return switch (value) {
            case GoBytes bytes -> Base64.getEncoder().encodeToString(GoText.encode(bytes.text()));
            case GoTime time -> time.format("2006-01-02T15:04:05.999999999Z07:00");
            case GoEnum constant -> constant.value();
            case VersionStruct version -> version.text();
            case Sized number -> number.unsigned() ? new Unsigned(number.value()) : number.value();
            case Fn function -> throw unsupported("type: " + function.goSignature());
            case GoComplex complex -> throw unsupported("type: " + GoTypes.nameOf(complex));
            case null, default -> value;
        };
    }

    private record Unsigned(long bits) {
        @Override
        public String toString() {
            return Long.toUnsignedString(bits);
        }
    }

    /** The fields of a struct under their names in JSON, sorted. */
    static GoMap fields(GoStruct struct) {
        GoMap map = new GoMap();
        struct.json().forEach(map::put);
        return map;
    }

    /** @throws TemplateException for what is no number */
    static void check(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw unsupported("value: " + GoFloat.format(number));
        }
    }

    private static TemplateException unsupported(String what) {
        return new TemplateException("json: unsupported " + what);
    }
}
