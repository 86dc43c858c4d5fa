package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.FnContext;
import dev.auditflow.render.template.FunctionTable;
import dev.auditflow.render.template.TracedText;
import org.jspecify.annotations.Nullable;

/** Functions that Helm has from version 4 on. */
public final class Helm4Functions {
    private Helm4Functions() {}

    /** The table with them. */
    public static FunctionTable addTo(FunctionTable table) {
        return table.with(Fn.aware("mustToYaml", "func(interface {}) string", (c, a) -> yaml(c, a.getFirst())))
                .with(new Fn("mustToToml", "func(interface {}) string", (c, a) -> TomlWriter.write(c, a.getFirst())));
    }

    private static Object yaml(FnContext context, @Nullable Object value) {
        TracedText yaml = TracedText.of(context);
        GoYaml.write(value, yaml);
        context.produce(yaml.length());
        yaml.chomp();
        return yaml.value();
    }
}
