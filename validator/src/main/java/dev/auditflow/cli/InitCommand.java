package dev.auditflow.cli;

import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.host.Command;
import dev.auditflow.host.Git;
import dev.auditflow.host.NewFiles;
import dev.auditflow.init.ConfigText;
import dev.auditflow.init.LeftOut;
import dev.auditflow.init.Plan;
import dev.auditflow.init.PlannedRelease;
import dev.auditflow.init.Planner;
import dev.auditflow.init.WorkflowText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auditflow init}: brings the gate into a repository that has never seen it. */
@picocli.CommandLine.Command(
        name = "init",
        description = {
            "Finds the charts, manifests and kustomizations of a repository and writes auditflow.yaml, golden files,",
            "a baseline of today's findings and a workflow. Afterwards 'auditflow validate' passes, and fails on",
            "what is new."
        },
        mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
    private static final int NAMED = 6;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The repository's folder (default: this one).")
    private Path folder = Path.of("");

    @Option(names = "--dry-run", description = "Print what would be written, and write nothing.")
    private boolean dryRun;

    @Option(names = "--force", description = "Replace files that are there. Refused when CI=true.")
    private boolean force;

    @Override
    public Integer call() throws ConfigException {
        if (force && System.getenv().getOrDefault("CI", "").equals("true")) {
            throw new ConfigException(
                    "CI=true: 'init --force' would approve golden files and findings, which people do");
        }
        if (!Files.isDirectory(folder)) {
            throw new ConfigException(folder + " is no folder; name the one that holds the charts");
        }
        NewFiles files = new NewFiles(folder, force);
        refuse(files, List.of(Path.of(Config.FILE_NAME), Path.of(ConfigText.BASELINE), Path.of(WorkflowText.FILE)));
        Planner.Proposal proposal = propose();
        if (proposal.plan().releases().isEmpty()) {
            found(proposal.plan(), proposal.files());
            throw new ConfigException("There is no chart, kustomization or Kubernetes manifest in "
                    + (folder.toString().isEmpty() ? "this folder" : folder) + ", so there is nothing to check");
        }
        LocalDate today = LocalDate.now(Clock.systemUTC());
        InitRun.Outcome outcome = new InitRun(folder, proposal, today).run();
        Map<Path, String> texts = texts(outcome);
        if (dryRun) {
            print(outcome, texts);
            return code(outcome.plan(), ExitCode.PASS);
        }
        refuse(files, texts.keySet());
        write(files, texts);
        found(outcome.plan(), proposal.files());
        wrote(outcome);
        return code(outcome.plan(), verified(outcome.plan(), today));
    }

    private static int code(Plan plan, int otherwise) {
        return plan.failures().isEmpty() ? otherwise : ExitCode.NO_ANSWER;
    }

    private Planner.Proposal propose() throws ConfigException {
        try {
            return Planner.propose(folder);
        } catch (IOException e) {
            throw new ConfigException("The folder " + folder + " cannot be looked through: " + e.getMessage());
        }
    }

    private void refuse(NewFiles files, Iterable<Path> names) throws ConfigException {
        try {
            List<Path> existing = files.existing(names);
            if (!existing.isEmpty() && !force && !dryRun) {
                throw new ConfigException(
                        existing.getFirst() + " is there already; 'init --force' replaces it, '--dry-run' prints only");
            }
        } catch (IOException e) {
            throw new ConfigException("Nothing was written: " + e.getMessage());
        }
    }

    private static void write(NewFiles files, Map<Path, String> texts) throws ConfigException {
        try {
            files.write(texts);
        } catch (FileAlreadyExistsException e) {
            throw new ConfigException(e.getMessage() + " is there already; 'init --force' replaces it");
        } catch (IOException e) {
            throw new ConfigException("Nothing was written: " + e.getMessage());
        }
    }

    /** All files; the configuration last, so that a broken run leaves none that names files which are not there. */
    private Map<Path, String> texts(InitRun.Outcome outcome) {
        Map<Path, String> texts = new LinkedHashMap<>(new TreeMap<>(outcome.golden()));
        texts.put(Path.of(ConfigText.BASELINE), outcome.baseline());
        texts.put(Path.of(WorkflowText.FILE), workflow());
        texts.put(Path.of(Config.FILE_NAME), outcome.config());
        return texts;
    }

    private static String workflow() {
        Program program = Program.running();
        return WorkflowText.of(program.repository(), program.commit(), ".");
    }

    private void print(InitRun.Outcome outcome, Map<Path, String> texts) {
        PrintWriter out = spec.commandLine().getOut();
        for (Path file : List.of(Path.of(Config.FILE_NAME), Path.of(WorkflowText.FILE))) {
            out.printf("--- %s%n%s%n", file, texts.get(file));
        }
        out.printf("--- and%n");
        written(outcome);
        out.println("dry run: nothing was written");
        failures(outcome.plan());
        out.flush();
    }

    private void found(Plan plan, int files) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("looked at %,d YAML and JSON files%n%n", files);
        row("charts", paths(plan, "chart"));
        row("manifests", paths(plan, "manifests"));
        row("kustomizations", paths(plan, "kustomize"));
        row("environments", plan.environments());
        if (!plan.leftOut().isEmpty()) {
            out.println();
            out.println("not checked");
            plan.leftOut().stream().limit(NAMED).forEach(this::line);
            if (plan.leftOut().size() > NAMED) {
                out.printf(
                        "  and %d more; the end of auditflow.yaml lists them%n",
                        plan.leftOut().size() - NAMED);
            }
        }
        out.println();
    }

    private void line(LeftOut one) {
        spec.commandLine().getOut().printf("  %s: %s%n", one.what(), one.reason());
    }

    private static List<String> paths(Plan plan, String source) {
        return plan.releases().stream()
                .filter(release -> release.source().equals(source))
                .map(PlannedRelease::path)
                .toList();
    }

    private void row(String what, List<String> names) {
        String more = names.size() > NAMED ? " and %d more".formatted(names.size() - NAMED) : "";
        spec.commandLine()
                .getOut()
                .printf(
                        "%-15s %3d  %s%s%n",
                        what, names.size(), names.stream().limit(NAMED).collect(Collectors.joining(", ")), more);
    }

    private void wrote(InitRun.Outcome outcome) {
        spec.commandLine().getOut().println("wrote");
        written(outcome);
        failures(outcome.plan());
    }

    private void written(InitRun.Outcome outcome) {
        PrintWriter out = spec.commandLine().getOut();
        Plan plan = outcome.plan();
        int findings =
                outcome.findings().values().stream().mapToInt(Integer::intValue).sum();
        String counts = outcome.findings().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().word())
                .collect(Collectors.joining(", "));
        out.printf(
                "  %-34s %d releases, %d targets%n",
                Config.FILE_NAME, plan.checkedReleases(), outcome.verdicts().size());
        out.printf(
                "  %-34s %d golden files: what the targets render today%n",
                "goldenfiles/", outcome.golden().size());
        out.printf(
                "  %-34s %d findings of today%s, which do not count%n",
                ConfigText.BASELINE, findings, counts.isEmpty() ? "" : " (" + counts + ")");
        out.printf("  %-34s runs the gate on pull requests%n", WorkflowText.FILE);
    }

    private void failures(Plan plan) {
        List<LeftOut> failures = plan.failures();
        if (failures.isEmpty()) {
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%nnot checked yet (auditflow.yaml holds them as comments)%n");
        failures.forEach(one -> out.printf(
                "  %s: %s%n", one.what(), one.reason().lines().findFirst().orElse("")));
    }

    private int verified(Plan plan, LocalDate today) throws ConfigException {
        PrintWriter out = spec.commandLine().getOut();
        if (plan.checkedReleases() == 0) {
            out.printf("%nNo release can be checked yet. Give the values that are missing, see auditflow.yaml.%n");
            out.flush();
            return ExitCode.NO_ANSWER;
        }
        int code = ExitCode.of(InitRun.verify(folder.resolve(Config.FILE_NAME), today));
        out.printf(
                code == ExitCode.PASS
                        ? "%n'auditflow validate' passes now. Next:%n"
                        : "%n'auditflow validate' does not pass yet: run it to see why. Next:%n");
        out.println("  1. read auditflow.yaml, and golden files of a release that you know");
        out.println("  2. commit the files; from then on only new findings and changed objects fail");
        out.println("  3. 'auditflow validate --baseline /dev/null' shows what the baseline holds");
        out.flush();
        return code;
    }

    /** Which commit of this program runs, for the workflow. */
    private record Program(String repository, String commit) {
        private static final String HOME = "auditflow/auditflow";

        static Program running() {
            String home = System.getProperty("auditflow.home", "");
            if (home.isEmpty()) {
                return new Program(HOME, "");
            }
            String commit = git(home, "rev-parse", "HEAD");
            String origin = git(home, "remote", "get-url", "origin");
            String name = origin.replaceFirst("^(https://github\\.com/|git@github\\.com:)", "")
                    .replaceFirst("\\.git$", "");
            boolean github = !name.equals(origin) && name.matches("[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}");
            return new Program(github ? name : HOME, commit.matches("[0-9a-f]{40}") ? commit : "");
        }

        private static String git(String folder, String... arguments) {
            try {
                return Git.in(Path.of(folder)).line(List.of(arguments), "");
            } catch (Command.Failure e) {
                return "";
            }
        }
    }
}
