package dev.auditflow.cli;

import dev.auditflow.check.Check;
import dev.auditflow.check.schema.KubernetesSchemas;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.SchemaEngine;
import dev.auditflow.engine.Helpers;
import dev.auditflow.engine.ServerEngine;
import dev.auditflow.engine.ServerEngines;
import dev.auditflow.gate.truth.EngineCost;
import dev.auditflow.gate.truth.ServerTruth;
import dev.auditflow.gate.truth.TruthCase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auditflow bench}: how well the engines do. */
@Command(
        name = "bench",
        description = "Measures how well the engines do.",
        mixinStandardHelpOptions = true,
        subcommands = BenchCommand.Truth.class)
final class BenchCommand {
    /** {@code auditflow bench server-truth}. */
    @Command(
            name = "server-truth",
            description = "Compares the schema engines with what a real API server said of manifests.",
            mixinStandardHelpOptions = true)
    static final class Truth implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(
                index = "0",
                paramLabel = "FILE",
                description = "A JSON object a line: manifest, accepted (true or false), mutation, id, message.")
        private Path file = Path.of("");

        @Option(names = "--kube-version", description = "The API server's version (default: 1.34).")
        private String version = "1.34";

        @Option(names = "--list", description = "Print each case in which an engine of this program is wrong.")
        private boolean list;

        @Override
        public Integer call() throws ConfigException {
            String minor = ConfigReader.minor(version);
            if (!new KubernetesSchemas().versions().contains(minor)) {
                throw new ConfigException("Kubernetes %s is not embedded; there are %s"
                        .formatted(version, String.join(", ", new KubernetesSchemas().versions())));
            }
            List<TruthCase> cases = cases();
            PrintWriter out = spec.commandLine().getOut();
            Map<String, ServerTruth.Result> results = new LinkedHashMap<>();
            for (Map.Entry<String, Check> engine : engines(minor, out).entrySet()) {
                results.put(engine.getKey(), new ServerTruth(minor).run(cases, engine.getValue()));
            }
            table(results, out);
            if (results.containsKey("server")) {
                cost(minor, cases, out);
            }
            if (list) {
                results.forEach((engine, result) -> list(engine, result, out));
            }
            return ExitCode.PASS;
        }

        private List<TruthCase> cases() throws ConfigException {
            try {
                List<TruthCase> cases = TruthCase.read(file);
                if (cases.isEmpty()) {
                    throw new ConfigException(file + " holds no case");
                }
                return cases;
            } catch (IOException e) {
                throw new ConfigException("The cases cannot be read: " + e.getMessage());
            }
        }

        /** All engines that are here; says which are not. */
        private static Map<String, Check> engines(String version, PrintWriter out) throws ConfigException {
            Map<String, Check> engines = new LinkedHashMap<>();
            engines.put("embedded", engine("embedded", version));
            if (Helpers.here().find(version).isPresent()) {
                engines.put("server", engine("server", version));
            } else {
                out.printf("server: not built for Kubernetes %s; auditflow engines build server%n", version);
            }
            if (dev.auditflow.host.Command.find("kubeconform").isPresent()) {
                engines.put("kubeconform", engine("kubeconform", version));
            } else {
                out.println("kubeconform: not on PATH");
            }
            return engines;
        }

        private static Check engine(String name, String version) throws ConfigException {
            return SchemaEngines.check(new SchemaEngine(name, ""), Set.of(version), List.of(), Set.of());
        }

        private static void table(Map<String, ServerTruth.Result> results, PrintWriter out) {
            Set<String> mutations = new TreeSet<>();
            results.values()
                    .forEach(result -> mutations.addAll(result.byMutation().keySet()));
            int width = mutations.stream().mapToInt(String::length).max().orElse(0);
            StringBuilder head = new StringBuilder("%-" + Math.max(width, 8) + "s  cases  rejected");
            results.keySet().forEach(engine -> head.append("  %s: seen, false alarms".formatted(engine)));
            out.println(head.toString().formatted("mutation"));
            List<String> rows = new ArrayList<>(mutations);
            rows.add("all");
            for (String mutation : rows) {
                StringBuilder row = new StringBuilder();
                for (Map.Entry<String, ServerTruth.Result> result : results.entrySet()) {
                    ServerTruth.Count count = mutation.equals("all")
                            ? result.getValue().all()
                            : result.getValue().byMutation().getOrDefault(mutation, new ServerTruth.Count(0, 0, 0, 0));
                    if (row.isEmpty()) {
                        row.append(("%-" + Math.max(width, 8) + "s  %5d  %8d")
                                .formatted(mutation, count.cases(), count.rejected()));
                    }
                    String cell = "%s, %d".formatted(percent(count), count.falseAlarms());
                    row.append("  ").append(("%" + (result.getKey().length() + 20) + "s").formatted(cell));
                }
                out.println(row);
            }
        }

        private static void cost(String version, List<TruthCase> cases, PrintWriter out) throws ConfigException {
            ServerEngines engines = new ServerEngines(Helpers.here());
            try (engines) {
                ServerEngine engine = engines.of(version).orElseThrow();
                out.println("server: " + EngineCost.measure(engine, cases).text());
            } catch (dev.auditflow.host.Command.Failure e) {
                throw new ConfigException("The server engine failed: " + e.getMessage());
            }
        }

        private static String percent(ServerTruth.Count count) {
            return count.rejected() == 0 ? "-" : "%.1f %%".formatted(100.0 * count.seen() / count.rejected());
        }

        private static void list(String engine, ServerTruth.Result result, PrintWriter out) {
            for (ServerTruth.Disagreement wrong : result.disagreements()) {
                TruthCase one = wrong.one();
                String what = one.accepted()
                        ? "false alarm: " + String.join("; ", wrong.refusals())
                        : "missed: " + one.message();
                out.printf("%s %s %s %s: %s%n", engine, one.id(), one.kind(), one.mutation(), what);
            }
        }
    }
}
