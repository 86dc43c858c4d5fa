package dev.auditflow.check.schema;

import java.math.BigDecimal;
import java.util.Optional;

/** Compares amounts as Kubernetes reads them: {@code 1000m} is {@code 1}. */
public final class Quantities {
    private Quantities() {}

    /** The amount, empty if the text is none. */
    public static Optional<BigDecimal> amount(String text) {
        return Quantity.parse(text);
    }

    /** Whether both are the same amount. */
    public static boolean same(String one, String other) {
        Optional<BigDecimal> first = Quantity.parse(one);
        Optional<BigDecimal> second = Quantity.parse(other);
        return first.isPresent() && second.isPresent() && first.get().compareTo(second.get()) == 0;
    }

    /** Whether one is less than another; not if either is no amount. */
    public static boolean isLess(String one, String other) {
        Optional<BigDecimal> first = Quantity.parse(one);
        Optional<BigDecimal> second = Quantity.parse(other);
        return first.isPresent() && second.isPresent() && first.get().compareTo(second.get()) < 0;
    }
}
