package dev.auditflow.cli;

import dev.auditflow.check.golden.GoldenFile;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.Durations;
import dev.auditflow.drift.Fights;
import dev.auditflow.drift.MetricsEndpoint;
import dev.auditflow.drift.ReleaseDrift;
import dev.auditflow.drift.report.DriftFormat;
import dev.auditflow.drift.report.DriftMetrics;
import dev.auditflow.drift.report.ReportKeeper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auditflow drift}: what runs beside what was verified. */
@Command(
        name = "drift",
        description = {
            "Holds what runs against the rendering that was verified and promoted, field by field, with who changed it and when.",
            "Exit code 0: no drift; 1: drift; 3: something could not be looked at."
        },
        mixinStandardHelpOptions = true)
final class DriftCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "ENVIRONMENT",
            arity = "0..1",
            description = "Environment of auditflow.yaml (default: all that are deployed to).")
    private String environment = "";

    @Option(names = "--release", paramLabel = "NAME", description = "Only this release; repeatable.")
    private List<String> releases = new ArrayList<>();

    @Option(names = "--fix", description = "Put right what drifted, and nothing else, with the release's lease.")
    private boolean fix;

    @Option(names = "--watch", description = "Look again and again, until it is ended.")
    private boolean watch;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            description = "How often a watch looks, such as 5m (default: drift.interval of the configuration).")
    private String interval = "";

    @Option(
            names = "--reports",
            description = "Keep a PolicyReport of each release in its namespace, where the cluster has the CRD.")
    private boolean reports;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "Serve /metrics and /healthz on this port while it watches.")
    private @Nullable Integer metricsPort;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration (default: auditflow.yaml).")
    private Path config = Path.of(Config.FILE_NAME);

    @Mixin
    private TrustFlags trustFlags = new TrustFlags();

    @Mixin
    private DeployFlags deployFlags = new DeployFlags();

    @Mixin
    private DriftOutput output = new DriftOutput();

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        List<DriftOutput.Spec> specs = output.specs();
        Config settings = ConfigReader.read(config);
        if (!watch && (metricsPort != null || !interval.isEmpty())) {
            throw new ConfigException("--interval and --metrics-port belong to --watch");
        }
        boolean quiet = specs.stream()
                .anyMatch(one -> one.format() != DriftFormat.TEXT && one.file().equals(Path.of("")));
        PrintWriter words =
                quiet ? spec.commandLine().getErr() : spec.commandLine().getOut();
        DriftRound round = new DriftRound(
                settings,
                deployFlags,
                trustFlags,
                trustFlags.seal(),
                GoldenFile.ofSecretsAlone(),
                words,
                keeper(words));
        DriftRound.Repair repair = new DriftRound.Repair(
                fix, new Fights(Clock.systemUTC()), watch ? 0 : Fights.ROUNDS, deployFlags.patience());
        List<String> environments = environments(settings);
        if (watch) {
            return watch(round, environments, repair, specs, pause(settings));
        }
        List<ReleaseDrift> drifts = look(round, environments, repair);
        DriftOutput.write(drifts, specs, now(), spec.commandLine().getOut());
        return code(drifts);
    }

    private @Nullable ReportKeeper keeper(PrintWriter words) {
        return reports
                ? new ReportKeeper(Clock.systemUTC(), sentence -> {
                    words.println("  " + sentence);
                    words.flush();
                })
                : null;
    }

    private List<String> environments(Config settings) throws ConfigException {
        if (!environment.isEmpty()) {
            DeployFlags.settings(settings, environment);
            return List.of(environment);
        }
        List<String> deployed = settings.environments().stream()
                .filter(settings.deployments()::containsKey)
                .toList();
        if (deployed.isEmpty()) {
            throw new ConfigException(
                    "%s does not say where any environment is; add \"deploy: {context: …, cluster: …}\" to one"
                            .formatted(config));
        }
        return deployed;
    }

    private List<ReleaseDrift> look(DriftRound round, List<String> environments, DriftRound.Repair repair)
            throws ConfigException {
        List<ReleaseDrift> drifts = new ArrayList<>();
        for (String one : environments) {
            drifts.addAll(round.look(one, releases, repair));
        }
        return drifts;
    }

    private static int code(List<ReleaseDrift> drifts) {
        if (drifts.stream().anyMatch(drift -> !drift.unseen().isEmpty())) {
            return ExitCode.NO_ANSWER;
        }
        return drifts.stream().allMatch(ReleaseDrift::isClean) ? ExitCode.PASS : ExitCode.FINDINGS;
    }

    /** Until the process is ended; what cannot be looked at now may be the next time. */
    private int watch(
            DriftRound round,
            List<String> environments,
            DriftRound.Repair repair,
            List<DriftOutput.Spec> specs,
            Duration pause)
            throws ConfigException, InterruptedException {
        try (MetricsEndpoint endpoint = metricsPort == null ? null : MetricsEndpoint.start(metricsPort)) {
            List<ReleaseDrift> last = List.of();
            while (true) {
                List<ReleaseDrift> drifts = look(round, environments, repair);
                Instant now = now();
                if (endpoint != null) {
                    endpoint.show(DriftMetrics.write(drifts, now));
                }
                boolean same = drifts.equals(last);
                DriftOutput.write(
                        drifts,
                        specs.stream()
                                .filter(one -> !same || !one.file().equals(Path.of("")))
                                .toList(),
                        now,
                        spec.commandLine().getOut());
                last = drifts;
                Thread.sleep(pause);
            }
        } catch (IOException e) {
            throw new ConfigException("The port %s cannot be served: %s".formatted(metricsPort, e.getMessage()));
        }
    }

    private Duration pause(Config settings) throws ConfigException {
        if (interval.isEmpty()) {
            return settings.drift().interval();
        }
        return Durations.read(interval)
                .orElseThrow(
                        () -> new ConfigException("--interval takes " + Durations.FORM + ", not \"" + interval + "\""));
    }

    private static Instant now() {
        return Clock.systemUTC().instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    }
}
