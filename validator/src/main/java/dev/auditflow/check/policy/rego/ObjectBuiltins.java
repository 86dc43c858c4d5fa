package dev.auditflow.check.policy.rego;

import dev.auditflow.check.policy.rego.Builtin.Undefined;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code object.subset}, {@code graph.reachable_paths}, {@code numbers.range_step} and {@code cast_*}. */
final class ObjectBuiltins {
    private static final int MOST_MEMBERS = 1_000_000;

    private ObjectBuiltins() {}

    static @Nullable Builtin find(String name) {
        return switch (name) {
            case "object.subset" -> args -> subset(args.value(0), args.value(1), true);
            case "graph.reachable_paths" -> ObjectBuiltins::paths;
            case "numbers.range_step" -> ObjectBuiltins::range;
            case "cast_array" -> args -> Value.array(args.members(0));
            case "cast_set" -> args -> Value.set(args.members(0));
            case "cast_string" -> args -> Value.of(args.string(0));
            case "cast_boolean" -> args -> Value.of(args.bool(0));
            case "cast_object" -> args -> args.object(0);
            case "cast_null" ->
                args -> {
                    if (args.value(0) instanceof Value.Null) {
                        return Value.nil();
                    }
                    throw Args.wrong(0, "null");
                };
            default -> null;
        };
    }

    private static Value subset(Value whole, Value part, boolean outermost) throws Undefined {
        if (whole instanceof Value.Obj big && part instanceof Value.Obj small) {
            for (Map.Entry<Value, Value> field : small.fields().entrySet()) {
                Value there = big.fields().get(field.getKey());
                if (there == null || !holds(there, field.getValue())) {
                    return Value.of(false);
                }
            }
            return Value.of(true);
        }
        if (whole instanceof Value.Members(SortedSet<Value> big)
                && part instanceof Value.Members(SortedSet<Value> small)) {
            return Value.of(big.containsAll(small));
        }
        if (whole instanceof Value.Arr(List<Value> big) && part instanceof Value.Arr(List<Value> small)) {
            return Value.of(java.util.Collections.indexOfSubList(big, small) >= 0);
        }
        if (outermost
                && whole instanceof Value.Arr(List<Value> big)
                && part instanceof Value.Members(SortedSet<Value> small)) {
            return Value.of(new TreeSet<>(big).containsAll(small));
        }
        throw new Undefined("both must be objects, arrays or sets");
    }

    private static boolean holds(Value whole, Value part) throws Undefined {
        if (whole.equals(part)) {
            return true;
        }
        boolean comparable = (whole instanceof Value.Obj && part instanceof Value.Obj)
                || (whole instanceof Value.Members && part instanceof Value.Members)
                || (whole instanceof Value.Arr && part instanceof Value.Arr);
        return comparable && subset(whole, part, false).equals(Value.of(true));
    }

    private static Value paths(Args args) throws Undefined {
        Value.Obj graph = args.object(0);
        Set<Value> found = new TreeSet<>();
        for (Value root : args.members(1)) {
            Value edges = graph.fields().get(root);
            if (edges == null) {
                continue;
            }
            Collection<Value> neighbours = neighbours(edges);
            if (neighbours.isEmpty()) {
                found.add(Value.array(List.of(root)));
            }
            for (Value neighbour : neighbours) {
                follow(graph, neighbour, List.of(root), new TreeSet<>(Set.of(root)), found);
            }
        }
        return Value.set(found);
    }

    private static void follow(Value.Obj graph, Value node, List<Value> path, Set<Value> seen, Set<Value> found)
            throws Undefined {
        if (found.size() > MOST_MEMBERS) {
            throw new HostFunctions.Abort("graph.reachable_paths found more than %,d paths".formatted(MOST_MEMBERS));
        }
        Value edges = graph.fields().get(node);
        if (edges == null) {
            found.add(Value.array(path));
            return;
        }
        List<Value> longer = new ArrayList<>(path);
        longer.add(node);
        Collection<Value> neighbours = neighbours(edges);
        if (neighbours.isEmpty()) {
            found.add(Value.array(longer));
            return;
        }
        Set<Value> reached = new TreeSet<>(seen);
        reached.add(node);
        for (Value neighbour : neighbours) {
            if (reached.contains(neighbour)) {
                found.add(Value.array(longer));
            } else {
                follow(graph, neighbour, longer, reached, found);
            }
        }
    }

    private static Collection<Value> neighbours(Value edges) {
        return switch (edges) {
            case Value.Arr(List<Value> items) -> items;
            case Value.Members(SortedSet<Value> items) -> items;
            default -> List.of();
        };
    }

    private static Value range(Args args) throws Undefined {
        BigInteger from = whole(args, 0);
        BigInteger to = whole(args, 1);
        BigInteger step = whole(args, 2);
        if (step.signum() <= 0) {
            throw new Undefined("the step must be greater than 0");
        }
        BigInteger count = to.subtract(from).abs().divide(step);
        if (count.compareTo(BigInteger.valueOf(MOST_MEMBERS)) > 0) {
            throw new HostFunctions.Abort(
                    "numbers.range_step would give more than %,d numbers".formatted(MOST_MEMBERS));
        }
        BigInteger way = from.compareTo(to) <= 0 ? step : step.negate();
        List<Value> numbers = new ArrayList<>();
        for (int i = 0; i <= count.intValue(); i++) {
            numbers.add(new Value.Num(new BigDecimal(from.add(way.multiply(BigInteger.valueOf(i))))));
        }
        return Value.array(numbers);
    }

    private static BigInteger whole(Args args, int index) throws Undefined {
        Value.Num number = args.number(index);
        if (!number.isWhole()
                || number.value().precision() - (long) number.value().scale() > 10_000) {
            throw Args.wrong(index, "a whole number");
        }
        return number.value().toBigIntegerExact();
    }
}
