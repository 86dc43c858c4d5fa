package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.FnContext;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.TemplateException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TOML. As in Helm a fault is no error: it is the text, or stands under {@code Error}. */
final class TomlFunctions {
    /** So many characters of a text become an element, more or less. */
    private static final int CHARS_PER_ELEMENT = 8;

    private TomlFunctions() {}

    static List<Fn> functions() {
        return List.of(
                new Fn("toToml", "func(interface {}) string", (c, a) -> {
                    String text = written(c, a.getFirst());
                    c.produce(text.length());
                    return text;
                }),
                new Fn("fromToml", "func(string) map[string]interface {}", (c, a) -> {
                    String text = StringFunctions.text(a, 0);
                    c.step(text.length());
                    c.hold(text.length() / CHARS_PER_ELEMENT);
                    return read(text);
                }));
    }

    private static String written(FnContext context, @Nullable Object value) {
        if (value == null) {
            throw new TemplateException("reflect: call of reflect.Value.Type on zero Value");
        }
        try {
            return TomlWriter.write(context, value);
        } catch (TemplateException e) {
            return e.text();
        }
    }

    private static GoMap read(String text) {
        try {
            return TomlReader.read(text);
        } catch (TemplateException e) {
            GoMap wrong = new GoMap();
            wrong.put("Error", e.text());
            return wrong;
        }
    }
}
