package dev.auditflow.check.schema;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Says what an unknown field was probably meant to be. */
final class DidYouMean {
    private DidYouMean() {}

    static String message(String key, Schema schema, Function<String, Schema> definitions) {
        Optional<String> close = schema.properties().keySet().stream()
                .filter(name -> distance(key, name) <= Math.max(1, key.length() / 3))
                .min(Comparator.comparingInt((String name) -> distance(key, name))
                        .thenComparing(name -> name));
        if (close.isPresent()) {
            return "there is no field %s here; did you mean %s?".formatted(key, close.get());
        }
        for (Map.Entry<String, Schema> property : schema.properties().entrySet()) {
            Schema child = property.getValue();
            Schema resolved = child.ref().isEmpty() ? child : definitions.apply(child.ref());
            if (resolved.properties().containsKey(key)) {
                return "there is no field %s here; it belongs under %s".formatted(key, property.getKey());
            }
        }
        return "there is no field %s here".formatted(key);
    }

    /** Edit distance in which a change of case is free. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        if (Math.abs(a.length() - b.length()) > 4 || a.length() > 64) {
            return Integer.MAX_VALUE;
        }
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
