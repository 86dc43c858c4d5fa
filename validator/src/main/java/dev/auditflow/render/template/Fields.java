package dev.auditflow.render.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks up fields, map entries and methods. */
final class Fields {
    private Fields() {}

    /** Nil that was read from a place of type interface is another nil than none at all. */
    static @Nullable Object typed(@Nullable Object value, boolean isInterface) {
        return value == null && isInterface ? Absent.NIL_INTERFACE : value;
    }

    /** Follows the names from an index on; the last one may be a method that gets the arguments of the command. */
    static @Nullable Object chain(
            State state,
            Node node,
            @Nullable Object receiver,
            boolean isInterface,
            List<String> names,
            int from,
            CommandNode command,
            @Nullable Object last) {
        Object value = receiver;
        boolean through = isInterface;
        int end = names.size() - 1;
        for (int i = from; i <= end; i++) {
            Object container = Traced.plain(value);
            boolean lastName = i == end;
            value = field(
                    state,
                    node,
                    value,
                    through,
                    names.get(i),
                    lastName ? command : CommandNode.EMPTY,
                    lastName ? last : Absent.MISSING);
            through = container instanceof GoMap map && map.elementType().equals(GoList.ANY);
        }
        return value;
    }

    private static @Nullable Object field(
            State state,
            Node node,
            @Nullable Object receiver,
            boolean isInterface,
            String name,
            CommandNode command,
            @Nullable Object last) {
        Object plain = Traced.plain(receiver);
        if (plain == null) {
            return null;
        }
        if (plain instanceof Absent) {
            throw state.error("nil pointer evaluating interface {}." + name);
        }
        Fn method = methods(plain).method(name);
        if (method != null) {
            return Calls.call(state, state.templates.functions().method(method), node, command, last);
        }
        boolean hasArguments = command.size() > 1 || last != Absent.MISSING;
        if (plain instanceof GoMap map) {
            if (hasArguments) {
                throw state.error(name + " is not a method but has arguments");
            }
            return entry(map, name, Traced.trace(receiver));
        }
        if (plain instanceof GoStruct struct && struct.fieldNames().contains(name)) {
            if (hasArguments) {
                throw state.error(name + " has arguments but cannot be invoked as function");
            }
            return Traced.of(struct.field(name), Trace.inherit(struct.trace(name), Traced.trace(receiver)));
        }
        String type = isInterface ? "interface {}" : GoTypes.nameOf(plain);
        throw state.error("can't evaluate field " + name + " in type " + type);
    }

    private static Methods methods(Object value) {
        return switch (value) {
            case GoMap map -> map.methods();
            case GoList list -> list.methods();
            case GoStruct struct -> struct;
            case Methods methods -> methods;
            default -> Methods.none();
        };
    }

    /** An entry of a map, or the zero value of its elements. */
    static @Nullable Object entry(GoMap map, String key, @Nullable Trace container) {
        Object value = map.get(key);
        if (value != null) {
            return Traced.of(value, Trace.inherit(map.trace(key), container));
        }
        return map.elementType().equals(GoList.ANY)
                ? Absent.NIL_INTERFACE
                : GoType.parse(map.elementType()).zero();
    }
}
