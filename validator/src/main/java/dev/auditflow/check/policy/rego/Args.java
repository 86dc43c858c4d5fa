package dev.auditflow.check.policy.rego;

import dev.auditflow.check.policy.rego.Builtin.Undefined;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Arguments of a builtin, read by type; a value of another type leaves the call undefined. */
record Args(List<Value> values) {
    Args {
        values = List.copyOf(values);
    }

    Value value(int index) {
        return values.get(index);
    }

    String string(int index) throws Undefined {
        return string(values.get(index), index);
    }

    Value.Num number(int index) throws Undefined {
        if (values.get(index) instanceof Value.Num number) {
            return number;
        }
        throw wrong(index, "a number");
    }

    int integer(int index) throws Undefined {
        return number(index).asInt().orElseThrow(() -> wrong(index, "a whole number"));
    }

    long wide(int index) throws Undefined {
        return number(index).asLong().orElseThrow(() -> wrong(index, "a whole number of 64 bits"));
    }

    boolean bool(int index) throws Undefined {
        if (values.get(index) instanceof Value.Bool(boolean value)) {
            return value;
        }
        throw wrong(index, "a boolean");
    }

    List<Value> array(int index) throws Undefined {
        if (values.get(index) instanceof Value.Arr(List<Value> items)) {
            return items;
        }
        throw wrong(index, "an array");
    }

    Value.Obj object(int index) throws Undefined {
        if (values.get(index) instanceof Value.Obj object) {
            return object;
        }
        throw wrong(index, "an object");
    }

    /** Members of an array or a set. */
    Collection<Value> members(int index) throws Undefined {
        return switch (values.get(index)) {
            case Value.Arr(List<Value> items) -> items;
            case Value.Members members -> members.items();
            default -> throw wrong(index, "an array or a set");
        };
    }

    /** A string, or all strings of an array or set. */
    List<String> strings(int index) throws Undefined {
        if (values.get(index) instanceof Value.Str(String text)) {
            return List.of(text);
        }
        List<String> texts = new ArrayList<>();
        for (Value member : members(index)) {
            texts.add(string(member, index));
        }
        return texts;
    }

    private static String string(Value value, int index) throws Undefined {
        if (value instanceof Value.Str(String text)) {
            return text;
        }
        throw wrong(index, "a string");
    }

    static Undefined wrong(int index, String expected) {
        return new Undefined("argument %d must be %s".formatted(index + 1, expected));
    }
}
