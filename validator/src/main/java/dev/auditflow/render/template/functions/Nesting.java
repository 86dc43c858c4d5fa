package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.GoTypes;
import dev.auditflow.render.template.TemplateException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Finds values that contain themselves while they are written, as {@code encoding/json} does. */
final class Nesting {
    /** Go begins to look so deep inside. */
    private static final int LOOK_FROM = 1000;

    private final Set<Object> above = Collections.newSetFromMap(new IdentityHashMap<>());
    private int depth;

    /** Goes into a map or list. @throws TemplateException in Go's words if it is inside of it already */
    void enter(Object container) {
        depth++;
        if (depth > LOOK_FROM && !above.add(container)) {
            throw new TemplateException(
                    "json: unsupported value: encountered a cycle via " + GoTypes.nameOf(container));
        }
    }

    void leave(Object container) {
        if (depth > LOOK_FROM) {
            above.remove(container);
        }
        depth--;
    }
}
