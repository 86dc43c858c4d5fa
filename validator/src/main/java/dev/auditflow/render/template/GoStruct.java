package dev.auditflow.render.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Go struct, or a pointer to one, that a template can look into. */
public interface GoStruct extends Methods {
    /** As {@code %T} prints it; with {@code *} in front for a pointer: {@code *chartutil.Capabilities}. */
    String typeName();

    /** Names of the exported fields in order of declaration. */
    List<String> fieldNames();

    /** Value of an exported field; asked only for names of {@link #fieldNames}. */
    @Nullable
    Object field(String name);

    /** Where a field comes from, null when not known. */
    default @Nullable Trace trace(String name) {
        return null;
    }

    /** What its {@code String()} or {@code Error()} method gives, null when the type has none. */
    default @Nullable String text() {
        return null;
    }

    /** The fields under their names in JSON, in the order in which JSON has them. */
    default Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fieldNames().forEach(name -> fields.put(name, field(name)));
        return fields;
    }
}
