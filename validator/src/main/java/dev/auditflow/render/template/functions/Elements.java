package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.GoBytes;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoTypes;
import dev.auditflow.render.template.Sized;
import dev.auditflow.render.template.TemplateException;
import dev.auditflow.render.template.Traced;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Elements of whatever Sprig's list functions take for a list. */
final class Elements {
    static final String NIL_POINTER = "runtime error: invalid memory address or nil pointer dereference";

    private Elements() {}

    /**
     * The elements with their traces.
     *
     * @param refusal what the error says before the kind of a value that is no list
     */
    static List<@Nullable Object> of(@Nullable Object value, String refusal) {
        return switch (Traced.plain(value)) {
            case GoList list -> list.tracedItems();
            case GoBytes bytes -> bytes(bytes);
            case null -> throw new TemplateException(NIL_POINTER);
            default -> throw new TemplateException(refusal + " " + GoTypes.kindOf(value));
        };
    }

    static List<@Nullable Object> bytes(GoBytes bytes) {
        List<@Nullable Object> items = new ArrayList<>(bytes.size());
        for (int i = 0; i < bytes.size(); i++) {
            items.add(new Sized("uint8", bytes.at(i)));
        }
        return items;
    }
}
