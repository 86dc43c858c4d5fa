package dev.auditflow.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;

/** The command line on Quarkus, for commands that serve: its event loops, its log, its way to end. */
public final class ServerProgram implements QuarkusApplication {
    private final Vertx vertx;

    @Inject
    ServerProgram(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public int run(String... args) {
        return Main.run(new ServerHost(vertx, Quarkus::waitForExit, () -> {}), args);
    }
}
