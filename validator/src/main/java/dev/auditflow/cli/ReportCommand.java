package dev.auditflow.cli;

import dev.auditflow.check.Run;
import dev.auditflow.config.ConfigException;
import dev.auditflow.gate.Sharding;
import dev.auditflow.host.TextFiles;
import dev.auditflow.report.Excerpts;
import dev.auditflow.report.JsonReader;
import dev.auditflow.report.ReportSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auditflow report}: works on reports that were written before. */
@Command(
        name = "report",
        description = "Works on reports of earlier runs.",
        mixinStandardHelpOptions = true,
        subcommands = ReportCommand.Merge.class)
final class ReportCommand {
    /** {@code auditflow report merge}. */
    @Command(
            name = "merge",
            description = "Joins the JSON reports of all shards into one verdict. A missing shard is no verdict.",
            mixinStandardHelpOptions = true)
    static final class Merge implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(arity = "1..*", paramLabel = "FILE", description = "The JSON report of each shard.")
        private List<Path> files = new ArrayList<>();

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FORMAT[=FILE]",
                description = "Report, as for validate; repeatable.")
        private List<String> outputs = new ArrayList<>();

        @Override
        public Integer call() throws ConfigException {
            List<ReportSpec> reports = ValidateCommand.reports(outputs);
            if (reports.stream().anyMatch(ReportSpec::needsCoverage)) {
                throw new ConfigException(
                        "JSON reports do not hold the counts of lines; write -o lcov=FILE in each shard"
                                + " and join the files by lcov -a");
            }
            Run run;
            try {
                run = Sharding.merge(read());
            } catch (ConfigException e) {
                spec.commandLine().getErr().println("auditflow: " + e.getMessage());
                return ExitCode.NO_ANSWER;
            }
            new Reports(spec.commandLine().getOut(), Reports.changedFiles()).write(run, Excerpts.none(), reports);
            return ExitCode.of(run.outcome());
        }

        private Map<String, Run> read() throws ConfigException {
            Map<String, Run> parts = new LinkedHashMap<>();
            for (Path file : files) {
                try {
                    parts.put(file.toString(), JsonReader.read(TextFiles.read(file)));
                } catch (TextFiles.Unusable e) {
                    throw new ConfigException("A report cannot be used: " + e.sentence());
                } catch (JsonReader.NotAReport e) {
                    throw new ConfigException(file + " cannot be used. " + e.getMessage());
                }
            }
            return parts;
        }
    }
}
