package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.FnContext;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.TemplateException;
import dev.auditflow.render.template.Traced;
import dev.auditflow.render.template.TracedText;
import dev.auditflow.render.yaml.HelmYaml;
import dev.auditflow.render.yaml.UnreadableYaml;
import dev.auditflow.yaml.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Helm's YAML. */
final class YamlFunctions {
    private static final String TEXT = "func(interface {}) string";
    private static final String DECODING = "error unmarshaling JSON: while decoding JSON: ";

    /** So many characters of a text become an element, more or less. */
    private static final int CHARS_PER_ELEMENT = 8;

    private YamlFunctions() {}

    static List<Fn> functions() {
        return List.of(
                Fn.aware("toYaml", TEXT, (c, a) -> written(c, a.get(0), false)),
                Fn.aware("toYamlPretty", TEXT, (c, a) -> written(c, a.get(0), true)),
                Fn.aware("fromYaml", "func(string) " + GoMap.ANY, (c, a) -> map(counted(c, a.get(0)))),
                Fn.aware("fromYamlArray", "func(string) []interface {}", (c, a) -> list(counted(c, a.get(0)))));
    }

    /** Nothing for what has no YAML. */
    private static Object written(FnContext context, @Nullable Object value, boolean pretty) {
        TracedText yaml = TracedText.of(context);
        try {
            if (pretty) {
                GoYaml.writePretty(value, yaml);
            } else {
                GoYaml.write(value, yaml);
            }
        } catch (TemplateException e) {
            // If it was a limit, what comes next stops the rendering.
            context.produce(yaml.length());
            return "";
        }
        context.produce(yaml.length());
        yaml.chomp();
        return yaml.value();
    }

    private static @Nullable Object counted(FnContext context, @Nullable Object text) {
        context.hold(String.valueOf(Traced.plain(text)).length() / CHARS_PER_ELEMENT);
        return text;
    }

    /** @throws TemplateException in Go's words */
    private static @Nullable Object read(@Nullable Object traced) {
        String text = String.valueOf(Traced.plain(traced));
        try {
            Node node = HelmYaml.first(text);
            return node == null ? null : Traced.plain(new ParsedValues(text, Traced.trace(traced)).value(node));
        } catch (UnreadableYaml e) {
            throw new TemplateException("error converting YAML to JSON: " + e.getMessage());
        }
    }

    /** An error is an entry of the map. */
    private static GoMap map(@Nullable Object text) {
        GoMap wrong = new GoMap();
        try {
            Object value = read(text);
            if (value instanceof GoMap map) {
                return map;
            }
            if (value == null) {
                return wrong;
            }
            wrong.put("Error", DECODING + GoJsonReader.mismatch(value, GoMap.ANY));
        } catch (TemplateException e) {
            wrong.put("Error", e.text());
        }
        return wrong;
    }

    /** An error is the only element of the list. */
    private static GoList list(@Nullable Object text) {
        try {
            Object value = read(text);
            if (value instanceof GoList list) {
                return list;
            }
            return value == null
                    ? GoList.of(List.of())
                    : GoList.of(List.of(DECODING + GoJsonReader.mismatch(value, "[]interface {}")));
        } catch (TemplateException e) {
            return GoList.of(List.of(e.text()));
        }
    }
}
