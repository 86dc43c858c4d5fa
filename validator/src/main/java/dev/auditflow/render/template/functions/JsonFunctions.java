package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.FnContext;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.TemplateException;
import dev.auditflow.render.template.Traced;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Helm's and Sprig's JSON. */
final class JsonFunctions {
    /** So many characters of a text become an element, more or less. */
    private static final int CHARS_PER_ELEMENT = 8;

    private static final String TEXT = "func(interface {}) string";
    private static final String MUST = "func(interface {}) (string, error)";

    private JsonFunctions() {}

    static List<Fn> functions() {
        return List.of(
                quiet("toJson", GoJson::write),
                must("mustToJson", GoJson::write),
                quiet("toPrettyJson", GoJson::pretty),
                must("mustToPrettyJson", GoJson::pretty),
                Fn.aware("toRawJson", TEXT, (c, a) -> counted(c, GoJson.raw(c, a.get(0)))),
                must("mustToRawJson", GoJson::raw),
                Fn.aware("fromJson", "func(string) " + GoMap.ANY, (c, a) -> map(parsed(c, a.get(0)))),
                Fn.aware("fromJsonArray", "func(string) []interface {}", (c, a) -> list(parsed(c, a.get(0)))),
                Fn.aware("mustFromJson", "func(string) (interface {}, error)", (c, a) -> value(parsed(c, a.get(0)))));
    }

    private interface Writing {
        Traced write(FnContext context, @Nullable Object value);
    }

    /** A function that gives nothing for what has no JSON. */
    private static Fn quiet(String name, Writing writing) {
        return Fn.aware(name, TEXT, (c, a) -> {
            Traced json;
            try {
                json = writing.write(c, a.get(0));
            } catch (TemplateException e) {
                return "";
            }
            return counted(c, json);
        });
    }

    private static Fn must(String name, Writing writing) {
        return Fn.aware(name, MUST, (c, a) -> counted(c, writing.write(c, a.get(0))));
    }

    private static @Nullable Object parsed(FnContext context, @Nullable Object text) {
        context.hold(String.valueOf(Traced.plain(text)).length() / CHARS_PER_ELEMENT);
        return text;
    }

    private static Traced counted(FnContext context, Traced text) {
        context.produce(String.valueOf(text.value()).length());
        return text;
    }

    private static GoJsonReader.Read read(@Nullable Object text) {
        return GoJsonReader.read(String.valueOf(Traced.plain(text)), Traced.trace(text));
    }

    private static @Nullable Object value(@Nullable Object text) {
        GoJsonReader.Read read = read(text);
        if (!read.misfit().isEmpty()) {
            throw new TemplateException(read.misfit());
        }
        return read.value();
    }

    /** An error is an entry of the map. */
    private static GoMap map(@Nullable Object text) {
        GoMap map = new GoMap();
        String error;
        try {
            GoJsonReader.Read read = read(text);
            if (read.value() == null && read.misfit().isEmpty()) {
                return GoMap.nil(GoMap.ANY, GoList.ANY);
            }
            boolean fits = read.value() instanceof GoMap;
            map = read.value() instanceof GoMap own ? own : map;
            error = fits ? read.misfit() : GoJsonReader.mismatch(read.value(), GoMap.ANY);
        } catch (TemplateException e) {
            error = e.text();
        }
        if (!error.isEmpty()) {
            map.put("Error", error);
        }
        return map;
    }

    /** An error is the only element of the list. */
    private static GoList list(@Nullable Object text) {
        String error;
        try {
            GoJsonReader.Read read = read(text);
            if (read.value() == null && read.misfit().isEmpty()) {
                return GoList.nil(GoList.ANY);
            }
            if (read.value() instanceof GoList list && read.misfit().isEmpty()) {
                return list;
            }
            error = read.value() instanceof GoList
                    ? read.misfit()
                    : GoJsonReader.mismatch(read.value(), "[]interface {}");
        } catch (TemplateException e) {
            error = e.text();
        }
        return GoList.of(List.of(error));
    }
}
