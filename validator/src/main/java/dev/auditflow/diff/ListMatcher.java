package dev.auditflow.diff;

import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds for each item of a list what it was before. */
final class ListMatcher {
    /** Names of fields by which items of lists that no table knows are told apart, if all have one of their own. */
    private static final List<List<String>> GUESSES = List.of(List.of("name"), List.of("id"), List.of("key"));

    private final List<Node> before;
    private final List<Node> after;
    private final List<Item> both = new ArrayList<>();

    private ListMatcher(List<Node> before, List<Node> after) {
        this.before = before;
        this.after = after;
    }

    /** An item by its places; -1 where it is not. */
    record Item(Trail.Step step, int before, int after) {}

    /**
     * All items.
     *
     * @param ordered whether another order of {@code both} is a change
     */
    record Items(List<Item> both, List<Item> gone, List<Item> fresh, boolean ordered) {}

    static Items match(List<Node> before, List<Node> after, ListRule rule) {
        return new ListMatcher(before, after).match(rule);
    }

    private Items match(ListRule rule) {
        return switch (rule.by()) {
            case KEYS -> byKeys(rule.keys(), rule.ordered()).orElseGet(() -> new Unnamed(before, after).byPosition());
            case VALUE -> new Unnamed(before, after).byValue();
            case POSITION -> guessed().orElseGet(() -> new Unnamed(before, after).byPosition());
        };
    }

    private Optional<Items> guessed() {
        for (List<String> guess : GUESSES) {
            if (haveTheirOwn(before, guess) && haveTheirOwn(after, guess)) {
                return byKeys(guess, true);
            }
        }
        return Optional.empty();
    }

    private static boolean haveTheirOwn(List<Node> items, List<String> key) {
        return items.stream()
                        .map(item -> nameOf(item, key))
                        .flatMap(Optional::stream)
                        .distinct()
                        .count()
                == items.size();
    }

    private Optional<Items> byKeys(List<String> keys, boolean ordered) {
        List<Optional<List<String>>> was =
                before.stream().map(item -> nameOf(item, keys)).toList();
        List<Optional<List<String>>> is =
                after.stream().map(item -> nameOf(item, keys)).toList();
        if (was.stream().anyMatch(Optional::isEmpty) || is.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        Map<List<String>, List<Integer>> waiting = new HashMap<>();
        for (int i = 0; i < was.size(); i++) {
            waiting.computeIfAbsent(was.get(i).orElseThrow(), _ -> new ArrayList<>())
                    .add(i);
        }
        List<Item> fresh = new ArrayList<>();
        BitSet taken = new BitSet();
        for (int j = 0; j < is.size(); j++) {
            List<String> name = is.get(j).orElseThrow();
            List<Integer> olds = waiting.getOrDefault(name, List.of());
            Trail.Step step = new Trail.Step.Item(name);
            if (olds.isEmpty()) {
                fresh.add(new Item(step, -1, j));
            } else {
                int old = olds.removeFirst();
                taken.set(old);
                both.add(new Item(step, old, j));
            }
        }
        List<Item> gone = IntStream.range(0, was.size())
                .filter(i -> !taken.get(i))
                .mapToObj(i -> new Item(new Trail.Step.Item(was.get(i).orElseThrow()), i, -1))
                .toList();
        return Optional.of(new Items(both, gone, fresh, ordered));
    }

    /** The values of the keys; empty if a key is missing that must be there. */
    private static Optional<List<String>> nameOf(Node item, List<String> keys) {
        if (!(item instanceof MapNode map)) {
            return Optional.empty();
        }
        List<String> name = new ArrayList<>();
        for (String key : keys) {
            int end = key.indexOf('=');
            boolean optional = key.endsWith("?");
            String field = end >= 0 ? key.substring(0, end) : optional ? key.substring(0, key.length() - 1) : key;
            Optional<Node> value = at(map, field);
            if (value.isPresent() && value.get() instanceof ScalarNode scalar) {
                name.add(scalar.text());
            } else if (value.isEmpty() && (end >= 0 || optional)) {
                name.add(end >= 0 ? key.substring(end + 1) : "");
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(name);
    }

    private static Optional<Node> at(MapNode map, String field) {
        int dot = field.indexOf('.');
        return dot < 0
                ? map.get(field)
                : map.map(field.substring(0, dot)).flatMap(below -> at(below, field.substring(dot + 1)));
    }
}
