package dev.auditflow.diff;

import java.util.List;

/**
 * How the items of a list are told apart.
 *
 * @param keys for {@link By#KEYS}; a key that may be missing ends in {@code ?}, one with a default in {@code =default}
 * @param ordered whether another order is a change
 */
record ListRule(By by, List<String> keys, boolean ordered) {
    static final ListRule POSITION = new ListRule(By.POSITION, List.of(), true);
    static final ListRule VALUES = new ListRule(By.VALUE, List.of(), false);

    /** What makes an item the same item. */
    enum By {
        KEYS,
        VALUE,
        POSITION
    }

    ListRule {
        keys = List.copyOf(keys);
    }

    static ListRule keys(List<String> keys, boolean ordered) {
        return new ListRule(By.KEYS, keys, ordered);
    }

    /** The same list where its order counts. */
    ListRule inOrder() {
        return switch (by) {
            case KEYS -> new ListRule(By.KEYS, keys, true);
            case VALUE, POSITION -> POSITION;
        };
    }
}
