package dev.auditflow.render.chart;

import dev.auditflow.go.GoQuote;
import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.Methods;
import dev.auditflow.render.template.TemplateException;
import dev.auditflow.render.template.Traced;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The methods of Helm's values: {@code .Values.AsMap}, {@code .Values.PathValue "a.b"} and the others. */
final class ValuesMethods implements Methods {
    private final Map<String, Fn> methods;

    private ValuesMethods(GoMap values, Function<GoMap, String> yaml) {
        this.methods = Map.of(
                "AsMap", Fn.aware("AsMap", "func() map[string]interface {}", (_, _) -> values.as(GoMap.ANY)),
                "YAML", new Fn("YAML", "func() (string, error)", (_, _) -> yaml.apply(values)),
                "Table",
                        Fn.aware(
                                "Table",
                                "func(string) (chartutil.Values, error)",
                                (_, args) -> of(table(values, path(args)), yaml)),
                "PathValue",
                        Fn.aware(
                                "PathValue",
                                "func(string) (interface {}, error)",
                                (_, args) -> value(values, path(args))));
    }

    /** The same entries as values with methods. */
    static GoMap of(GoMap values, Function<GoMap, String> yaml) {
        return values.as(ValuesObject.TYPE, new ValuesMethods(values, yaml));
    }

    @Override
    public @Nullable Fn method(String name) {
        return methods.get(name);
    }

    private static String path(List<@Nullable Object> args) {
        return String.valueOf(Traced.plain(args.getFirst()));
    }

    private static GoMap table(GoMap values, String path) {
        GoMap table = values;
        for (String key : path.split("\\.", -1)) {
            if (!(table.get(key) instanceof GoMap below)) {
                throw new TemplateException(GoQuote.quote(key) + " is not a table");
            }
            table = below;
        }
        return table;
    }

    private static @Nullable Object value(GoMap values, String path) {
        if (path.isEmpty()) {
            throw new TemplateException("YAML path cannot be empty");
        }
        int dot = path.lastIndexOf('.');
        String key = path.substring(dot + 1);
        try {
            GoMap table = dot < 0 ? values : table(values, path.substring(0, dot));
            if (table.containsKey(key) && !(table.get(key) instanceof GoMap)) {
                return Traced.of(table.get(key), table.trace(key));
            }
        } catch (TemplateException _) {
            // Helm names the key, not the table that is none.
        }
        throw new TemplateException(GoQuote.quote(key) + " is not a value");
    }
}
