package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.engine.HelperBuild;
import dev.auditflow.engine.Helpers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auditflow engines}: helpers that are built from Kubernetes' own code. */
@Command(
        name = "engines",
        description =
                "Builds and lists engines made of Kubernetes' own code, which the gate uses where they are built.",
        mixinStandardHelpOptions = true,
        subcommands = {EnginesCommand.Build.class, EnginesCommand.ListEngines.class})
final class EnginesCommand {
    /** {@code auditflow engines build}. */
    @Command(
            name = "build",
            description = "Builds an engine by Go. The first build of a version takes some minutes.",
            mixinStandardHelpOptions = true)
    static final class Build implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(index = "0", paramLabel = "ENGINE", description = "server: the API server's validation.")
        private String engine = "";

        @Option(
                names = "--kubernetes",
                split = ",",
                paramLabel = "VERSION",
                description = "Kubernetes versions to build for (default: all that there are).")
        private List<String> versions = new ArrayList<>();

        @Option(
                names = "--platform",
                split = ",",
                paramLabel = "OS/ARCH",
                description = "linux or darwin, amd64 or arm64 (default: this machine).")
        private List<String> platforms = new ArrayList<>();

        @Option(names = "--into", paramLabel = "DIR", description = "Where to put them (default: the cache folder).")
        private Path folder = Path.of("");

        @Override
        public Integer call() throws ConfigException {
            if (!engine.equals("server")) {
                throw new ConfigException("There is no engine \"%s\" to build; there is: server".formatted(engine));
            }
            List<String> chosen = new ArrayList<>();
            for (String version : versions) {
                String minor = ConfigReader.minor(version);
                if (!Helpers.versions().contains(minor)) {
                    throw new ConfigException("There is no server engine for Kubernetes %s, only for %s"
                            .formatted(version, String.join(", ", Helpers.versions())));
                }
                chosen.add(minor);
            }
            Helpers helpers = folder.equals(Path.of("")) ? Helpers.here() : Helpers.in(folder.toAbsolutePath());
            List<Helpers.Platform> targets = targets();
            for (String version : chosen.isEmpty() ? Helpers.versions() : chosen) {
                for (Helpers.Platform platform : targets) {
                    build(helpers, version, platform);
                }
            }
            return ExitCode.PASS;
        }

        private List<Helpers.Platform> targets() throws ConfigException {
            List<Helpers.Platform> targets = new ArrayList<>();
            for (String platform : platforms) {
                targets.add(Helpers.Platform.parse(platform)
                        .orElseThrow(() -> new ConfigException(
                                "The server engine is not built for %s; choose linux or darwin with /amd64 or /arm64"
                                        .formatted(platform))));
            }
            return targets.isEmpty() ? List.of(Helpers.Platform.here()) : targets;
        }

        private void build(Helpers helpers, String version, Helpers.Platform platform) throws ConfigException {
            PrintWriter out = spec.commandLine().getOut();
            Path there = helpers.path(version, platform).orElseThrow();
            if (Files.exists(there)) {
                out.printf("Kubernetes %s for %s is there: %s%n", version, platform, there);
                return;
            }
            spec.commandLine()
                    .getErr()
                    .printf("building the server engine of Kubernetes %s for %s%n", version, platform);
            try {
                out.printf(
                        "Kubernetes %s for %s: %s%n", version, platform, HelperBuild.run(helpers, version, platform));
            } catch (dev.auditflow.host.Command.Failure e) {
                throw new ConfigException(
                        "The server engine of Kubernetes %s could not be built: %s".formatted(version, e.getMessage()));
            } catch (IOException e) {
                throw new ConfigException("The server engine could not be written: " + e.getMessage());
            }
        }
    }

    /** {@code auditflow engines list}. */
    @Command(name = "list", description = "Lists engines and where they lie.", mixinStandardHelpOptions = true)
    static final class ListEngines implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            Helpers helpers = Helpers.here();
            for (String version : Helpers.versions()) {
                String where = helpers.find(version)
                        .map(Path::toString)
                        .orElse("not built; auditflow engines build server --kubernetes " + version);
                spec.commandLine().getOut().printf("server  Kubernetes %s  %s%n", version, where);
            }
            return ExitCode.PASS;
        }
    }
}
