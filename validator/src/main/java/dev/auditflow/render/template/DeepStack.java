package dev.auditflow.render.template;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs work on a thread whose stack holds templates nested as deeply as Go allows. */
public final class DeepStack {
    /** Reserved, not used: only what the nesting needs is touched. */
    private static final long BYTES = 256L << 20;

    private DeepStack() {}

    /** The result of the work; what it throws is thrown here. */
    public static <T> T call(Supplier<T> work) {
        return call(work, Duration.ofDays(1), () -> {
            throw new IllegalStateException("still rendering after a day");
        });
    }

    /**
     * The result of the work, or another one when it takes too long. Work that does not look at its limits cannot be
     * stopped: it is left alone, and ends when it looks at them or with the program.
     */
    public static <T> T call(Supplier<T> work, Duration patience, Supplier<T> late) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread thread = new Thread(null, task, "render", BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return late.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rendering", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException known -> throw known;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }
}
