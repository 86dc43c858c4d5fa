package dev.auditflow.check.policy.rego;

import dev.auditflow.check.policy.rego.Builtin.Undefined;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code net.cidr_*}, as far as the module leaves them to its host. */
final class NetBuiltins {
    private static final int MOST_ADDRESSES = 1 << 17;

    private NetBuiltins() {}

    static @Nullable Builtin find(String name) {
        return switch (name) {
            case "net.cidr_is_valid" ->
                args -> Value.of(args.value(0) instanceof Value.Str(String text)
                        && IpRange.cidr(text).isPresent());
            case "net.cidr_expand" -> NetBuiltins::expand;
            case "net.cidr_merge" -> NetBuiltins::merge;
            case "net.cidr_contains_matches" -> NetBuiltins::matches;
            default -> null;
        };
    }

    private static Value expand(Args args) throws Undefined {
        IpRange range = range(args.string(0));
        BigInteger count = range.last().subtract(range.first()).add(BigInteger.ONE);
        if (count.compareTo(BigInteger.valueOf(MOST_ADDRESSES)) > 0) {
            throw new HostFunctions.Abort(
                    "net.cidr_expand would give more than %,d addresses".formatted(MOST_ADDRESSES));
        }
        SortedSet<Value> addresses = new TreeSet<>();
        for (int i = 0; i < count.intValue(); i++) {
            addresses.add(Value.of(IpRange.text(range.first().add(BigInteger.valueOf(i)), range.bits())));
        }
        return Value.set(addresses);
    }

    private static IpRange range(String text) throws Undefined {
        return IpRange.cidr(text).orElseThrow(() -> new Undefined(text + " is no CIDR"));
    }

    /** IPv4 addresses stand for the network of their class, as Go's DefaultMask has it. */
    private static Value merge(Args args) throws Undefined {
        List<IpRange> ranges = new ArrayList<>();
        for (Value member : args.members(0)) {
            if (!(member instanceof Value.Str(String text))) {
                throw Args.wrong(0, "a collection of strings");
            }
            ranges.add(
                    text.contains("/") ? range(text) : IpRange.classful(text).orElseThrow(() -> new Undefined(text)));
        }
        ranges.sort(Comparator.comparingInt(IpRange::bits)
                .thenComparing(IpRange::last)
                .thenComparing(IpRange::first));
        for (int i = ranges.size() - 1; i > 0; i--) {
            IpRange upper = ranges.get(i);
            IpRange lower = ranges.get(i - 1);
            if (upper.bits() == lower.bits()
                    && upper.first().subtract(BigInteger.ONE).compareTo(lower.last()) <= 0) {
                ranges.set(i - 1, new IpRange(lower.first().min(upper.first()), upper.last(), upper.bits()));
                ranges.remove(i);
            }
        }
        SortedSet<Value> merged = new TreeSet<>();
        ranges.forEach(range -> range.networks().forEach(network -> merged.add(Value.of(network))));
        return Value.set(merged);
    }

    private static Value matches(Args args) throws Undefined {
        SortedSet<Value> found = new TreeSet<>();
        Map<Value, IpRange> others = ranges(args.value(1));
        for (Map.Entry<Value, IpRange> whole : ranges(args.value(0)).entrySet()) {
            for (Map.Entry<Value, IpRange> part : others.entrySet()) {
                if (whole.getValue().contains(part.getValue())) {
                    found.add(Value.array(List.of(whole.getKey(), part.getKey())));
                }
            }
        }
        return Value.set(found);
    }

    /** Networks and addresses by what names them: themselves, their index or their key. */
    private static Map<Value, IpRange> ranges(Value value) throws Undefined {
        Map<Value, IpRange> ranges = new TreeMap<>();
        switch (value) {
            case Value.Str text -> ranges.put(text, member(text));
            case Value.Arr(List<Value> items) -> {
                for (int i = 0; i < items.size(); i++) {
                    ranges.put(Value.of(i), member(items.get(i)));
                }
            }
            case Value.Members(SortedSet<Value> items) -> {
                for (Value item : items) {
                    ranges.put(item, member(item));
                }
            }
            case Value.Obj(SortedMap<Value, Value> fields) -> {
                for (Map.Entry<Value, Value> field : fields.entrySet()) {
                    ranges.put(field.getKey(), member(field.getValue()));
                }
            }
            default -> throw Args.wrong(0, "text or a collection");
        }
        return ranges;
    }

    /** A CIDR, or the first element of an array that starts with one. */
    private static IpRange member(Value value) throws Undefined {
        Value named = value instanceof Value.Arr(List<Value> items) && !items.isEmpty() ? items.getFirst() : value;
        if (!(named instanceof Value.Str(String text))) {
            throw Args.wrong(0, "CIDRs");
        }
        return text.contains("/") ? range(text) : IpRange.address(text).orElseThrow(() -> new Undefined(text));
    }
}
