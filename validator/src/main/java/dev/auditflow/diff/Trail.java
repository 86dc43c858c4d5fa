package dev.auditflow.diff;

import dev.auditflow.yaml.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * The way to a change, with the items of lists by what names them: {@code spec.containers[web].image}. It reads the same
 * wherever an item stands.
 */
public record Trail(List<Step> steps) {
    private static final Trail ROOT = new Trail(List.of());

    public Trail {
        steps = List.copyOf(steps);
    }

    /** One step. */
    public sealed interface Step {
        /** A mapping's key. */
        record Key(String name) implements Step {}

        /** An item of a list by the values of its keys. */
        record Item(List<String> values) implements Step {
            public Item {
                values = List.copyOf(values);
            }
        }

        /** An item of a list that has nothing but its place, counted from 0; the new place if it has one. */
        record Index(int value) implements Step {}
    }

    public static Trail root() {
        return ROOT;
    }

    /** The trail with one more key. */
    public Trail key(String name) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(new Step.Key(name));
        return new Trail(longer);
    }

    public boolean isRoot() {
        return steps.isEmpty();
    }

    /** The keys alone, without the items of lists: {@code spec.containers.image}. Tables of fields are written so. */
    public String fields() {
        StringJoiner fields = new StringJoiner(".");
        for (Step step : steps) {
            if (step instanceof Step.Key(String name)) {
                fields.add(name);
            }
        }
        return fields.toString();
    }

    /** The name of the last item of the list under this field, empty if the trail passes through none. */
    public String itemOf(String field) {
        for (int i = steps.size() - 1; i > 0; i--) {
            if (steps.get(i - 1) instanceof Step.Key(String name)
                    && name.equals(field)
                    && steps.get(i) instanceof Step.Item item) {
                return named(item);
            }
        }
        return "";
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            switch (step) {
                case Step.Key(String name) -> {
                    String key = FieldPath.root().key(name).toString();
                    text.append(text.isEmpty() || key.startsWith("[") ? "" : ".")
                            .append(key);
                }
                case Step.Item(List<String> values) ->
                    text.append('[').append(String.join("/", values)).append(']');
                case Step.Index(int value) -> text.append('[').append(value).append(']');
            }
        }
        return text.toString();
    }

    /** The values of the keys; what has none is left out. */
    private static String named(Step.Item item) {
        return item.values().stream().filter(value -> !value.isEmpty()).collect(Collectors.joining("/"));
    }
}
