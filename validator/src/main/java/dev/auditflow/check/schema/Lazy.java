package dev.auditflow.check.schema;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a value when it is first needed: most targets hold no custom resource, and CEL is slow to start. */
final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private @Nullable T made;

    private Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    static <T> Supplier<T> of(Supplier<T> maker) {
        return new Lazy<>(maker);
    }

    @Override
    public synchronized T get() {
        T value = made;
        if (value == null) {
            value = maker.get();
            made = value;
        }
        return value;
    }
}
