package dev.auditflow.cli;

import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;

/**
 * What a server runs on.
 *
 * @param vertx event loops and sockets
 * @param awaitEnd returns when the program is asked to end
 */
record ServerHost(Vertx vertx, Runnable awaitEnd) {
    /** Without Quarkus: it ends with the process. */
    static ServerHost own() {
        Thread serving = Thread.currentThread();
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            end.countDown();
            try {
                serving.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        return new ServerHost(Vertx.vertx(), () -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
