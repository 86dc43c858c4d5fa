package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/** Checks values against the types of parameters as Go's reflection does. */
final class Arguments {
    private Arguments() {}

    /**
     * The value as an argument of a type; it may be traced.
     *
     * @param type null when any value will do
     */
    static @Nullable Object check(State state, @Nullable Object value, @Nullable GoType type) {
        Object plain = Traced.plain(value);
        if (type == null) {
            return value;
        }
        if (plain == null) {
            if (type.canBeNil()) {
                return type.zero();
            }
            throw state.error("invalid value; expected " + type.name());
        }
        if (plain == Absent.NIL_INTERFACE) {
            return switch (type.kind()) {
                case VALUE -> plain;
                case ANY -> null;
                default -> throw wrong(state, type, "interface {}");
            };
        }
        if (!type.accepts(plain)) {
            throw wrong(state, type, GoTypes.nameOf(plain));
        }
        if (type.kind() == GoType.Kind.MAP
                && plain instanceof GoMap map
                && !map.typeName().equals(type.name())) {
            return Traced.of(map.as(type.name()), Traced.trace(value));
        }
        return value;
    }

    private static TemplateException wrong(State state, GoType type, String got) {
        return state.error("wrong type for value; expected " + type.name() + "; got " + got);
    }
}
