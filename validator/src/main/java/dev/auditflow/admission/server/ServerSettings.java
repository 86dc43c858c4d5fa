package dev.auditflow.admission.server;

import java.time.Duration;

/**
 * What the server may take.
 *
 * @param host address to listen on
 * @param port to listen on; 0 for any that is free
 * @param threads that judge at the same time
 * @param queue how many reviews may wait for a thread; more are turned away at once
 * @param maxBody most bytes of one body; a review carries two objects of up to 3 MiB
 * @param maxBodies most bytes of all bodies that are held at the same time
 * @param drain how long a server that ends waits for what it has begun
 */
public record ServerSettings(
        String host, int port, int threads, int queue, int maxBody, long maxBodies, Duration drain) {
    private static final int MIB = 1024 * 1024;

    /** What the program has without flags. */
    public static ServerSettings defaults(String host, int port) {
        int threads = Runtime.getRuntime().availableProcessors();
        // A body becomes bytes, nodes and the memory of a policy: several times its size.
        long bodies = Math.max(7L * MIB, Runtime.getRuntime().maxMemory() / 6);
        return new ServerSettings(host, port, threads, 64 * threads, 7 * MIB, bodies, Duration.ofSeconds(20));
    }
}
