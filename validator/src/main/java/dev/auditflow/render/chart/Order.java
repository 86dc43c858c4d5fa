package dev.auditflow.render.chart;

import java.util.Comparator;

/** Orders of text. */
final class Order {
    /** As Go orders strings: by the bytes of UTF-8, which is the order of code points. */
    static final Comparator<String> CODE_POINTS = Order::compare;

    private Order() {}

    private static int compare(String a, String b) {
        int n = Math.min(a.length(), b.length());
        for (int i = 0; i < n; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean surrogates = Character.isSurrogate(x) != Character.isSurrogate(y);
                return surrogates ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
