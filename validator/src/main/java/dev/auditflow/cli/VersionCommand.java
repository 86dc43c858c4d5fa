package dev.auditflow.cli;

import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.version.History;
import dev.auditflow.version.NextVersion;
import dev.auditflow.version.ReleaseNotes;
import dev.auditflow.version.SemanticVersion;
import dev.auditflow.version.VersionFiles;
import dev.auditflow.version.VersionPlanner;
import dev.auditflow.yaml.JsonTree;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code auditflow version}. */
@Command(
        name = "version",
        description = "Computes versions of charts and services.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = VersionCommand.Next.class)
final class VersionCommand {
    /** {@code auditflow version next}. */
    @Command(
            name = "next",
            description = {
                "Says which version comes next for each part that \"versions\" of auditflow.yaml names: by what commits",
                "since its last tag say, and never less than what the rendered change and the values demand."
            },
            mixinStandardHelpOptions = true)
    static final class Next implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Option(
                names = {"-c", "--config"},
                paramLabel = "FILE",
                description = "Configuration (default: auditflow.yaml).")
        private Path config = Path.of(Config.FILE_NAME);

        @Option(names = "--write", description = "Write the next versions into Chart.yaml and the files of each part.")
        private boolean write;

        @Option(
                names = "--notes",
                paramLabel = "FOLDER",
                description = "Write what is new in each part that is released next, as Markdown, to FOLDER/PART.md.")
        private @Nullable Path notes;

        @Mixin
        private HelmEngines engines = new HelmEngines();

        @Mixin
        private OutputFormat format = new OutputFormat();

        @Override
        public Integer call() throws ConfigException {
            boolean json = format.isJson();
            Selection.Chosen chosen = Selection.all(config).choose();
            if (chosen.config().versions().isEmpty()) {
                throw new ConfigException(config + " has no \"versions\", so there is nothing to compute");
            }
            AgainstRun run = new AgainstRun(spec, engines, chosen);
            VersionPlanner planner = new VersionPlanner(History.here(), chosen.targets(), commit -> {
                List<Upgrade> upgrades = run.commit(commit);
                if (run.code() != ExitCode.PASS) {
                    throw new VersionPlanner.NoAnswer();
                }
                return upgrades;
            });
            List<NextVersion> plans;
            try {
                plans = planner.plan(chosen.config().versions());
            } catch (VersionPlanner.NoAnswer e) {
                // What is in the way was said.
                return ExitCode.NO_ANSWER;
            }
            List<Path> written = new ArrayList<>(write ? VersionFiles.write(plans) : List.of());
            if (notes != null) {
                written.addAll(ReleaseNotes.write(plans, notes));
            }
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(json(plans));
            } else {
                plans.forEach(plan -> print(plan, out));
                written.forEach(file -> out.println("wrote " + file));
            }
            out.flush();
            return ExitCode.PASS;
        }
    }

    private static void print(NextVersion plan, PrintWriter out) {
        String last = plan.released().map(SemanticVersion::toString).orElse("never");
        out.printf(
                "%s  %s -> %s  %s (released: %s)%n",
                plan.part().name(), plan.current(), plan.next(), plan.bump().word(), last);
        plan.reasons().forEach(reason -> out.println("  " + reason));
    }

    private static String json(List<NextVersion> plans) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (NextVersion plan : plans) {
            ObjectNode one = all.addObject()
                    .put("name", plan.part().name())
                    .put("chart", plan.part().chart().toString());
            ArrayNode paths = one.putArray("paths");
            plan.part().paths().forEach(path -> paths.add(path.toString()));
            one.put("current", plan.current().toString());
            plan.released().ifPresentOrElse(last -> one.put("last", last.toString()), () -> one.putNull("last"));
            one.put("bump", plan.bump().word())
                    .put("next", plan.next().toString())
                    .put("behind", plan.isBehind())
                    .put("publish", plan.isToPublish());
            ArrayNode reasons = one.putArray("reasons");
            plan.reasons().forEach(reasons::add);
            ArrayNode commits = one.putArray("commits");
            plan.commits().forEach(commit -> commits.add(commit.toString()));
        }
        return JsonTree.write(all, new DefaultPrettyPrinter());
    }
}
