package dev.auditflow.cli;

import dev.auditflow.check.policy.BuiltinPolicies;
import dev.auditflow.config.ConfigException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** Entry point. Commands that need no server answer without starting Quarkus. */
@QuarkusMain
@Command(
        name = "auditflow",
        description = "Renders charts, checks them against schemas, policies and golden files, and gives one verdict.",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:pass",
            "1:findings",
            "2:usage, configuration, or a policy that does not compile",
            "3:could not render, or nothing was checked"
        })
public final class Main {
    /** By name, in the order of the help. */
    private static final Map<String, Class<?>> COMMANDS = commands();

    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("init", InitCommand.class);
        commands.put("validate", ValidateCommand.class);
        commands.put("watch", WatchCommand.class);
        commands.put("serve", ServeCommand.class);
        commands.put("admit", AdmitCommand.class);
        commands.put("audit", AuditCommand.class);
        commands.put("bundle", BundleCommand.class);
        commands.put("ready", ReadyCommand.class);
        commands.put("verify", VerifyCommand.class);
        commands.put("approve", ApproveCommand.class);
        commands.put("promote", PromoteCommand.class);
        commands.put("diff", DiffCommand.class);
        commands.put("drift", DriftCommand.class);
        commands.put("rollback", RollbackCommand.class);
        commands.put("hold", HoldCommand.class);
        commands.put("resume", ResumeCommand.class);
        commands.put("status", StatusCommand.class);
        commands.put("history", HistoryCommand.class);
        commands.put("ledger", LedgerCommand.class);
        commands.put("metrics", MetricsCommand.class);
        commands.put("render", RenderCommand.class);
        commands.put("explain", ExplainCommand.class);
        commands.put("bump", BumpCommand.class);
        commands.put("golden", GoldenCommand.class);
        commands.put("version", VersionCommand.class);
        commands.put("policy", PolicyCommand.class);
        commands.put("schemas", SchemasCommand.class);
        commands.put("engines", EnginesCommand.class);
        commands.put("bench", BenchCommand.class);
        commands.put("report", ReportCommand.class);
        commands.put("keys", KeysCommand.class);
        commands.put("train", TrainCommand.class);
        commands.put("help", CommandLine.HelpCommand.class);
        return commands;
    }

    /** Runs the command line and exits. */
    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals("serve") && isPackaged()) {
            BuiltinPolicies.prepare();
            Quarkus.run(ServerProgram.class, args);
            return;
        }
        int code = run(args);
        System.out.flush();
        System.err.flush();
        // Nothing of this program waits for the end, and System.exit starts the logging of servers only to say so.
        Runtime.getRuntime().halt(code);
    }

    /** Quarkus writes this class when it packages the program; classes that were only compiled serve without it. */
    private static boolean isPackaged() {
        return Main.class.getClassLoader().getResource("io/quarkus/runner/ApplicationImpl.class") != null;
    }

    /** Runs the command line and returns its exit code. */
    static int run(String... args) {
        return run(null, args);
    }

    /** @param host what a server runs on; null for one of its own */
    static int run(@Nullable ServerHost host, String... args) {
        // Else picocli looks for Groovy in every archive of the program.
        System.setProperty("picocli.disable.closures", "true");
        String name = args.length == 0 ? "" : args[0];
        CommandLine line = !COMMANDS.containsKey(name) || name.equals("help")
                ? all()
                : ready(name).orElseGet(() -> with(List.of(name), host));
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler(Main::explain);
        line.setUnmatchedOptionsArePositionalParams(false);
        int code = line.execute(args);
        line.getOut().flush();
        line.getErr().flush();
        return code;
    }

    /** The command line with every command, for its help. */
    static CommandLine all() {
        return with(List.copyOf(COMMANDS.keySet()), null);
    }

    /** Reading the options of a command takes longer than most of its work, so only those asked for are read. */
    private static CommandLine with(List<String> names, @Nullable ServerHost host) {
        CommandLine line = new CommandLine(new Main());
        names.forEach(
                name -> line.addSubcommand(name, name.equals("serve") ? new ServeCommand(host) : COMMANDS.get(name)));
        return line;
    }

    /** A command that is in the index: without reflection. */
    private static Optional<CommandLine> ready(String name) {
        Optional<CommandSpec> command = switch (name) {
            case "validate" -> CommandIndex.find(name, new ValidateCommand());
            case "render" -> CommandIndex.find(name, new RenderCommand());
            default -> Optional.empty();
        };
        return command.map(
                spec -> new CommandLine(CommandSpec.create().name("auditflow").addSubcommand(name, spec)));
    }

    /** User mistakes are sentences; anything else is a defect of this program and says so. */
    private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        if (failure instanceof ConfigException) {
            line.getErr().println("auditflow: " + failure.getMessage());
            return ExitCode.USAGE;
        }
        line.getErr().println("auditflow: this is a defect of AuditFlow, please report it with the lines below");
        failure.printStackTrace(line.getErr());
        return ExitCode.NO_ANSWER;
    }
}
