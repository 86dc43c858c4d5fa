package dev.auditflow.cli;

import dev.auditflow.admission.Judge;
import dev.auditflow.admission.PolicySource;
import dev.auditflow.admission.PolicyStore;
import dev.auditflow.admission.cluster.ClusterObjects;
import dev.auditflow.admission.server.AdmissionServer;
import dev.auditflow.admission.server.DecisionLog;
import dev.auditflow.admission.server.Health;
import dev.auditflow.admission.server.Metrics;
import dev.auditflow.admission.server.Reviewer;
import dev.auditflow.admission.server.ServerSettings;
import dev.auditflow.config.ConfigException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code auditflow serve}: the admission webhook. */
@Command(
        name = "serve",
        description = {
            "The admission webhook: the policies of the gate over every object on its way into the cluster.",
            "HTTPS with /validate, /healthz, /readyz and /metrics, until it is terminated."
        },
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final int PORT = 8443;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AdmissionFlags policies = new AdmissionFlags();

    @Mixin
    private TlsFlags tls = new TlsFlags();

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on (default: 0.0.0.0).")
    private String host = "0.0.0.0";

    @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on, 0 for a free one (default: 8443).")
    private int port = PORT;

    @Option(names = "--threads", paramLabel = "N", description = "Reviews judged at once (default: one per core).")
    private int threads;

    @Option(names = "--queue", paramLabel = "N", description = "Reviews that may wait (default: 64 per thread).")
    private int queue;

    @Option(
            names = "--decision-log",
            paramLabel = "FILE|-|off",
            description = "Where a line of JSON for each decision goes (default: -, standard output).")
    private String log = "-";

    @Option(
            names = "--decision-log-share",
            paramLabel = "SHARE",
            description = "Part of the reviews without a finding that get a line, 0 to 1 (default: 1).")
    private double share = 1;

    private final @Nullable ServerHost given;

    /** @param given what the server runs on; null for one of its own */
    ServeCommand(@Nullable ServerHost given) {
        this.given = given;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        Metrics metrics = new Metrics();
        Health health = new Health();
        // Each takes a good part of a second.
        FutureTask<TlsFlags.Served> shown = new FutureTask<>(() -> tls.start(health, metrics));
        Thread.ofPlatform().daemon().name("certificates-start").start(shown);
        try (AdmissionFlags _ = policies;
                PolicyStore store = store(metrics);
                OutputStream lines = lines();
                DecisionLog decisions = new DecisionLog(lines, share, Clock.systemUTC(), metrics)) {
            health.require("policies", () -> new Health.Condition(true, store.sentence()));
            Optional<ClusterObjects> objects = policies.objects();
            if (objects.isPresent()) {
                // What was heard last still decides while the API server is away, so it does not make the pod unready.
                health.require(
                        "cluster",
                        () -> new Health.Condition(true, objects.get().sentence()));
                metrics.gauge(
                        "auditflow_cluster_objects_current",
                        "1 if changes of what constraints look up are heard of.",
                        () -> objects.get().isCurrent() ? 1 : 0);
            }
            metrics.gauge(
                    "auditflow_policies_loaded_timestamp_seconds", "Since when the policies count.", store::since);
            metrics.gauge(
                    "auditflow_policies_current",
                    "1 if the policies that came last count, 0 if they cannot be used.",
                    () -> store.isCurrent() ? 1 : 0);
            serve(new Reviewer(store, new Judge(Clock.systemUTC()), metrics, decisions), shown, metrics, health);
            return ExitCode.PASS;
        }
    }

    private PolicyStore store(Metrics metrics) throws ConfigException {
        try {
            return PolicyStore.start(policies.source(), Clock.systemUTC(), good -> metrics.reloaded("policies", good));
        } catch (PolicySource.Unusable e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    private void serve(Reviewer reviewer, FutureTask<TlsFlags.Served> shown, Metrics metrics, Health health)
            throws ConfigException, InterruptedException {
        try (TlsFlags.Served served = shown.get();
                ServerHost server = given == null ? ServerHost.own() : given;
                AdmissionServer listening = AdmissionServer.start(
                        server.vertx(), settings(), served.key(), served.clients(), reviewer, metrics, health)) {
            spec.commandLine().getErr().printf("auditflow: listening on https://%s:%d%n", host, listening.port());
            server.awaitEnd().run();
        } catch (AdmissionServer.ListenException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConfigException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private ServerSettings settings() {
        ServerSettings some = ServerSettings.defaults(host, port);
        return new ServerSettings(
                host,
                port,
                threads > 0 ? threads : some.threads(),
                queue > 0 ? queue : some.queue(),
                some.maxBody(),
                some.maxBodies(),
                some.drain());
    }

    private @Nullable OutputStream lines() throws ConfigException {
        try {
            return switch (log) {
                case "-" -> System.out;
                case "off" -> null;
                default -> Files.newOutputStream(Path.of(log), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            };
        } catch (IOException e) {
            throw new ConfigException("The decision log %s cannot be written: %s".formatted(log, e.getMessage()));
        }
    }
}
