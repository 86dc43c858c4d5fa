package dev.auditflow.check.policy.rego;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A Rego value: JSON, sets, and objects whose keys are any value. Ordered as Rego orders values of all types. */
public sealed interface Value extends Comparable<Value> {
    /** JSON's null. */
    record Null() implements Value {}

    /** A boolean. */
    record Bool(boolean value) implements Value {}

    /** A number of any size; {@code 1} and {@code 1.0} are equal. */
    record Num(BigDecimal value) implements Value {
        public Num {
            value = value.signum() == 0 && value.scale() <= 0 ? BigDecimal.ZERO : value;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Num(BigDecimal number) && value.compareTo(number) == 0;
        }

        @Override
        public int hashCode() {
            return Double.hashCode(value.doubleValue());
        }

        /** The value as an {@code int}, empty if it is not whole or does not fit. */
        public Optional<Integer> asInt() {
            return asLong().filter(n -> n == n.intValue()).map(Long::intValue);
        }

        /** The value as a {@code long}, empty if it is not whole or does not fit. */
        public Optional<Long> asLong() {
            if (value.precision() - (long) value.scale() > 19) {
                return Optional.empty();
            }
            try {
                return Optional.of(value.longValueExact());
            } catch (ArithmeticException e) {
                return Optional.empty();
            }
        }

        /** Whether there is nothing behind the decimal point. */
        public boolean isWhole() {
            return value.scale() <= 0 || value.stripTrailingZeros().scale() <= 0;
        }
    }

    /** A string. */
    record Str(String value) implements Value {}

    /** An array. */
    record Arr(List<Value> items) implements Value {
        public Arr {
            items = List.copyOf(items);
        }
    }

    /** An object. */
    record Obj(SortedMap<Value, Value> fields) implements Value {
        public Obj {
            fields = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        }

        /** The value under a string key, empty if absent. */
        public Optional<Value> get(String key) {
            return Optional.ofNullable(fields.get(new Str(key)));
        }

        /** The string under a string key, empty if absent or not a string. */
        public Optional<String> string(String key) {
            return get(key).filter(Str.class::isInstance).map(v -> ((Str) v).value());
        }
    }

    /** A set. */
    record Members(SortedSet<Value> items) implements Value {
        public Members {
            items = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(items));
        }
    }

    static Value nil() {
        return new Null();
    }

    static Value of(boolean value) {
        return new Bool(value);
    }

    static Value of(long value) {
        return new Num(BigDecimal.valueOf(value));
    }

    static Value of(String value) {
        return new Str(value);
    }

    static Value array(Collection<? extends Value> items) {
        return new Arr(List.copyOf(items));
    }

    static Value strings(Collection<String> items) {
        return new Arr(items.stream().<Value>map(Str::new).toList());
    }

    static Value set(Collection<? extends Value> items) {
        return new Members(new TreeSet<>(items));
    }

    static Value object(Map<? extends Value, ? extends Value> fields) {
        return new Obj(new TreeMap<>(fields));
    }

    @Override
    default int compareTo(Value other) {
        int byType = Integer.compare(rank(this), rank(other));
        if (byType != 0) {
            return byType;
        }
        return switch (this) {
            case Null _ -> 0;
            case Bool(boolean value) -> Boolean.compare(value, ((Bool) other).value());
            case Num(BigDecimal value) -> value.compareTo(((Num) other).value());
            case Str(String value) -> Texts.compare(value, ((Str) other).value());
            case Arr(List<Value> items) -> compare(items, ((Arr) other).items());
            case Members(SortedSet<Value> items) -> compare(items, ((Members) other).items());
            case Obj(SortedMap<Value, Value> fields) -> {
                SortedMap<Value, Value> others = ((Obj) other).fields();
                int byKeys = compare(fields.keySet(), others.keySet());
                yield byKeys != 0 ? byKeys : compare(fields.values(), others.values());
            }
        };
    }

    private static int compare(Collection<Value> a, Collection<Value> b) {
        Iterator<Value> right = b.iterator();
        for (Value left : a) {
            if (!right.hasNext()) {
                return 1;
            }
            int order = left.compareTo(right.next());
            if (order != 0) {
                return order;
            }
        }
        return right.hasNext() ? -1 : 0;
    }

    private static int rank(Value value) {
        return switch (value) {
            case Null _ -> 0;
            case Bool _ -> 1;
            case Num _ -> 2;
            case Str _ -> 3;
            case Arr _ -> 4;
            case Obj _ -> 5;
            case Members _ -> 6;
        };
    }
}
