package dev.auditflow.render.chart;

import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.KeyReads;
import dev.auditflow.render.template.Source;
import dev.auditflow.render.template.Trace;
import dev.auditflow.render.template.Traced;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values as templates see them; every entry knows who set it. */
final class ValuesObject {
    /** Go's type of what templates get as {@code .Values}. */
    static final String TYPE = "chartutil.Values";

    private ValuesObject() {}

    /** As {@link #of(Val)}, and tells which entries are read. */
    static GoMap of(Val table, KeyReads reads) {
        GoMap map = of(table);
        record(map, reads);
        return map;
    }

    private static void record(@Nullable Object value, KeyReads reads) {
        if (value instanceof GoMap map) {
            map.record(reads);
            map.keys().forEach(key -> record(map.peek(key), reads.at(key)));
        } else if (value instanceof GoList list) {
            KeyReads items = reads.at(KeyReads.ITEMS);
            list.items().forEach(item -> record(item, items));
        }
    }

    static GoMap of(Val table) {
        GoMap map = new GoMap();
        table.entries().forEach((key, value) -> map.put(key, plain(value), trace(value)));
        return map;
    }

    private static @Nullable Object plain(Val value) {
        if (value.isTable()) {
            return of(value);
        }
        if (!value.isList()) {
            return value.data();
        }
        List<@Nullable Object> items = new ArrayList<>();
        value.items().forEach(item -> items.add(Traced.of(plain(item), trace(item))));
        return GoList.appended(items);
    }

    private static @Nullable Trace trace(Val value) {
        return source(value.setBy());
    }

    private static @Nullable Source source(Val.@Nullable SetBy by) {
        return by == null ? null : new Source(by.key(), by.file(), by.line(), source(by.over()));
    }
}
