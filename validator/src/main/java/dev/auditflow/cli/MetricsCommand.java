package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Durations;
import dev.auditflow.deploy.DeliveryMetrics;
import dev.auditflow.host.AtomicFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code auditflow metrics}: DORA's four measures, as Prometheus' node_exporter takes them from a file. */
@Command(
        name = "metrics",
        description =
                "Prints what the ledger says of deployments (DORA's four measures) for Prometheus' textfile collector.",
        mixinStandardHelpOptions = true)
final class MetricsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ReleaseFlags flags = new ReleaseFlags();

    @Option(names = "--window", paramLabel = "TIME", description = "How far they look back (default: 30d).")
    private String window = "30d";

    @Option(names = "--file", paramLabel = "FILE", description = "Written whole or not at all, instead of printed.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws ConfigException {
        Duration back = Durations.read(window)
                .orElseThrow(
                        () -> new ConfigException("--window takes " + Durations.FORM + ", not \"" + window + "\""));
        StringBuilder text = new StringBuilder();
        PrintWriter out = spec.commandLine().getOut();
        int code = flags.reading(out, spec.commandLine().getErr(), (ledger, target) -> {
            DeliveryMetrics metrics = DeliveryMetrics.of(
                    ledger.chain().entries(), Clock.systemUTC().instant(), back);
            text.append(new MetricsText(target.release(), flags.environment()).of(metrics));
            return ExitCode.PASS;
        });
        if (code != ExitCode.PASS) {
            return code;
        }
        if (file.equals(Path.of(""))) {
            out.print(text);
            return code;
        }
        try {
            AtomicFiles.write(file, text.toString());
            return code;
        } catch (IOException e) {
            throw new ConfigException("The metrics " + file + " cannot be written: " + e.getMessage());
        }
    }
}
