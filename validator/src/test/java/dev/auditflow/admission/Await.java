package dev.auditflow.admission;

import java.util.concurrent.Callable;

/** Waits for what another process will do. */
final class Await {
    private static final int TRIES = 600;

    private Await() {}

    /** Returns when it holds; fails after a minute. */
    static void until(Callable<Boolean> holds) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            if (holds.call()) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("it never came to hold");
    }
}
