package dev.auditflow.check.policy.rego;

import dev.auditflow.check.policy.rego.Builtin.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code json.patch}: RFC 6902, and sets, whose members are named by themselves. */
final class JsonPatch {
    private JsonPatch() {}

    static @Nullable Builtin find(String name) {
        return name.equals("json.patch") ? JsonPatch::patch : null;
    }

    private static Value patch(Args args) throws Undefined {
        Value document = args.value(0);
        for (Value entry : args.array(1)) {
            if (!(entry instanceof Value.Obj operation)) {
                throw Args.wrong(1, "an array of objects");
            }
            document = apply(document, operation);
        }
        return document;
    }

    private static Value apply(Value document, Value.Obj operation) throws Undefined {
        List<Value> path = path(needed(operation, "path"));
        return switch (operation.string("op").orElse("")) {
            case "add" -> add(document, path, needed(operation, "value"));
            case "remove" -> remove(document, path);
            case "replace" -> add(remove(document, path), path, needed(operation, "value"));
            case "move" -> {
                List<Value> from = path(needed(operation, "from"));
                yield add(remove(document, from), path, get(document, from));
            }
            case "copy" -> add(document, path, get(document, path(needed(operation, "from"))));
            case "test" -> {
                if (!get(document, path).equals(needed(operation, "value"))) {
                    throw new Undefined("the test of the patch failed");
                }
                yield document;
            }
            default -> throw new Undefined("the patch has an operation that is not known");
        };
    }

    private static Value needed(Value.Obj operation, String key) throws Undefined {
        return operation.get(key).orElseThrow(() -> new Undefined("an operation of the patch has no " + key));
    }

    private static List<Value> path(Value value) throws Undefined {
        if (value instanceof Value.Arr(List<Value> steps)) {
            return steps;
        }
        if (!(value instanceof Value.Str(String text))) {
            throw new Undefined("a path of the patch is neither text nor an array");
        }
        if (text.isEmpty()) {
            return List.of();
        }
        List<Value> steps = new ArrayList<>();
        for (String step : text.replaceFirst("^/+", "").split("/", -1)) {
            steps.add(Value.of(step.replace("~1", "/").replace("~0", "~")));
        }
        return steps;
    }

    private static Value get(Value in, List<Value> path) throws Undefined {
        Value at = in;
        for (Value step : path) {
            at = child(at, step);
        }
        return at;
    }

    private static Value child(Value in, Value step) throws Undefined {
        return switch (in) {
            case Value.Obj(SortedMap<Value, Value> fields) when fields.containsKey(step) -> fields.get(step);
            case Value.Members(SortedSet<Value> items) when items.contains(step) -> step;
            case Value.Arr(List<Value> items) -> items.get(index(step, items.size() - 1));
            default -> throw new Undefined("a path of the patch leads nowhere");
        };
    }

    private static Value add(Value in, List<Value> path, Value value) throws Undefined {
        if (path.isEmpty()) {
            return value;
        }
        Value step = path.getFirst();
        List<Value> rest = path.subList(1, path.size());
        if (!rest.isEmpty()) {
            return put(in, step, add(child(in, step), rest, value));
        }
        return switch (in) {
            case Value.Obj(SortedMap<Value, Value> fields) -> {
                SortedMap<Value, Value> changed = new TreeMap<>(fields);
                changed.put(step, value);
                yield Value.object(changed);
            }
            case Value.Members(SortedSet<Value> items) -> {
                if (!step.equals(value)) {
                    throw new Undefined("a member of a set is named by itself");
                }
                SortedSet<Value> changed = new TreeSet<>(items);
                changed.add(value);
                yield Value.set(changed);
            }
            case Value.Arr(List<Value> items) -> {
                List<Value> changed = new ArrayList<>(items);
                changed.add(step.equals(Value.of("-")) ? items.size() : index(step, items.size()), value);
                yield Value.array(changed);
            }
            default -> throw new Undefined("the patch adds to a value that holds nothing");
        };
    }

    /** Replaces a child that exists. */
    private static Value put(Value in, Value step, Value child) throws Undefined {
        return switch (in) {
            case Value.Obj(SortedMap<Value, Value> fields) -> {
                SortedMap<Value, Value> changed = new TreeMap<>(fields);
                changed.put(step, child);
                yield Value.object(changed);
            }
            case Value.Members(SortedSet<Value> items) -> {
                SortedSet<Value> changed = new TreeSet<>(items);
                changed.remove(step);
                changed.add(child);
                yield Value.set(changed);
            }
            case Value.Arr(List<Value> items) -> {
                List<Value> changed = new ArrayList<>(items);
                changed.set(index(step, items.size() - 1), child);
                yield Value.array(changed);
            }
            default -> throw new Undefined("a path of the patch leads nowhere");
        };
    }

    private static Value remove(Value in, List<Value> path) throws Undefined {
        if (path.isEmpty()) {
            return Value.nil();
        }
        Value step = path.getFirst();
        Value child = child(in, step);
        if (path.size() > 1) {
            return put(in, step, remove(child, path.subList(1, path.size())));
        }
        return switch (in) {
            case Value.Obj(SortedMap<Value, Value> fields) -> {
                SortedMap<Value, Value> changed = new TreeMap<>(fields);
                changed.remove(step);
                yield Value.object(changed);
            }
            case Value.Members(SortedSet<Value> items) -> {
                SortedSet<Value> changed = new TreeSet<>(items);
                changed.remove(step);
                yield Value.set(changed);
            }
            case Value.Arr(List<Value> items) -> {
                List<Value> changed = new ArrayList<>(items);
                changed.remove(index(step, items.size() - 1));
                yield Value.array(changed);
            }
            default -> throw new Undefined("a path of the patch leads nowhere");
        };
    }

    private static int index(Value step, int last) throws Undefined {
        int index = switch (step) {
            case Value.Str(String text) when text.matches("0|[1-9][0-9]{0,8}") -> Integer.parseInt(text);
            case Value.Num number -> number.asInt().orElse(-1);
            default -> -1;
        };
        if (index < 0 || index > last) {
            throw new Undefined("a path of the patch leads out of an array");
        }
        return index;
    }
}
