package dev.auditflow.yaml;

import java.util.ArrayList;
import java.util.List;

/** The way from an object's root to one of its fields. Prints as {@code spec.containers[0].image}. */
public record FieldPath(List<Step> steps) implements Comparable<FieldPath> {
    private static final FieldPath ROOT = new FieldPath(List.of());

    public FieldPath {
        steps = List.copyOf(steps);
    }

    /** One step: a key of a mapping or an index of a list. */
    public sealed interface Step {
        /** A mapping's key. */
        record Key(String name) implements Step {}

        /** A list's index, counted from 0. */
        record Index(int value) implements Step {}
    }

    public static FieldPath root() {
        return ROOT;
    }

    /** A path of keys and indices: strings are keys, integers are indices. */
    public static FieldPath of(Object... steps) {
        FieldPath path = ROOT;
        for (Object step : steps) {
            path = step instanceof Integer i ? path.index(i) : path.key(step.toString());
        }
        return path;
    }

    /**
     * Reads a path as it is printed: {@code spec.containers[0].image}, {@code metadata.labels["a.b/c"]}.
     *
     * @throws IllegalArgumentException with a sentence, when the text is no path
     */
    public static FieldPath parse(String text) {
        return new PathText(text).read();
    }

    public FieldPath key(String name) {
        return plus(new Step.Key(name));
    }

    public FieldPath index(int value) {
        return plus(new Step.Index(value));
    }

    public boolean isRoot() {
        return steps.isEmpty();
    }

    /** The enclosing path; the root's parent is the root. */
    public FieldPath parent() {
        return steps.isEmpty() ? this : new FieldPath(steps.subList(0, steps.size() - 1));
    }

    private FieldPath plus(Step step) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return new FieldPath(longer);
    }

    @Override
    public int compareTo(FieldPath other) {
        int common = Math.min(steps.size(), other.steps.size());
        for (int i = 0; i < common; i++) {
            int order = compare(steps.get(i), other.steps.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(steps.size(), other.steps.size());
    }

    private static int compare(Step a, Step b) {
        return switch (a) {
            case Step.Index i when b instanceof Step.Index j -> Integer.compare(i.value(), j.value());
            case Step.Key k when b instanceof Step.Key l -> k.name().compareTo(l.name());
            case Step.Index _ -> -1;
            case Step.Key _ -> 1;
        };
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            switch (step) {
                case Step.Index index -> text.append('[').append(index.value()).append(']');
                case Step.Key key
                when isPlain(key.name()) -> {
                    if (!text.isEmpty()) {
                        text.append('.');
                    }
                    text.append(key.name());
                }
                case Step.Key key ->
                    text.append("[\"")
                            .append(key.name().replace("\\", "\\\\").replace("\"", "\\\""))
                            .append("\"]");
            }
        }
        return text.toString();
    }

    private static boolean isPlain(String key) {
        if (key.isEmpty()) {
            return false;
        }
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '_' && c != '-' && c != '$') {
                return false;
            }
        }
        return true;
    }
}
