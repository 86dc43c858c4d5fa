package dev.auditflow.cli;

import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;

/**
 * What a server runs on.
 *
 * @param vertx event loops and sockets
 * @param awaitEnd returns when the program is asked to end
 * @param end told that the server has ended
 */
record ServerHost(Vertx vertx, Runnable awaitEnd, Runnable end) implements AutoCloseable {
    /** Without Quarkus: it ends with the process, which waits for what it has begun. */
    static ServerHost own() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            asked.countDown();
            await(done);
        }));
        return new ServerHost(Vertx.vertx(), () -> await(asked), done::countDown);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
