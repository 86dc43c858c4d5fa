package dev.auditflow.gate.opa;

import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.host.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * OPA's own program: from PATH, or from an image that podman or docker has. It sees one folder and no network.
 *
 * @param version as it names itself; part of every cache key
 */
public record Opa(List<String> argv, String version) {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int MOST_OUTPUT = 256 * 1024 * 1024;
    private static final Pattern VERSION = Pattern.compile("(?m)^Version: (\\S+)$");
    private static final Pattern PINNED = Pattern.compile("[A-Za-z0-9][^\\s@]*@sha256:[0-9a-f]{64}");
    private static final String MOUNT = "/auditflow";

    public Opa {
        argv = List.copyOf(argv);
    }

    /**
     * The program that can be used here.
     *
     * @param image image of opa pinned by digest, for machines without opa on PATH; empty for none
     * @throws PolicyLoadException if there is none
     */
    public static Opa find(String image) throws PolicyLoadException {
        if (!image.isEmpty() && !PINNED.matcher(image).matches()) {
            throw new PolicyLoadException(
                    "policies.opaImage must be pinned by digest, as name@sha256:<64 hex digits>, but is " + image);
        }
        Optional<Path> local = Command.find("opa");
        if (local.isPresent()) {
            String program = local.get().toAbsolutePath().toString();
            return new Opa(List.of(program), version(List.of(program, "version")));
        }
        Optional<Path> engine = Command.find("podman").or(() -> Command.find("docker"));
        if (image.isEmpty() || engine.isEmpty()) {
            throw new PolicyLoadException("Rego of your own is compiled by opa, and there is no opa on PATH. Install it"
                    + " (https://www.openpolicyagent.org/docs/#running-opa), or set policies.opaImage to an image"
                    + " pinned by digest where podman or docker is installed.");
        }
        List<String> run = List.of(engine.get().toAbsolutePath().toString(), "run", "--rm", "--network", "none");
        List<String> version = new ArrayList<>(run);
        version.addAll(List.of("--entrypoint", "opa", image, "version"));
        List<String> inFolder = new ArrayList<>(run);
        inFolder.addAll(List.of("--volume", "{folder}:" + MOUNT, "--workdir", MOUNT, "--entrypoint", "opa", image));
        return new Opa(inFolder, version(version) + " " + image);
    }

    private static String version(List<String> argv) throws PolicyLoadException {
        Command.Result result = run(argv, Path.of(""));
        Matcher version = VERSION.matcher(result.output());
        if (result.exitCode() != 0 || !version.find()) {
            throw new PolicyLoadException("%s gave no version, so it is not used: %s"
                    .formatted(argv.getFirst(), result.errors().strip()));
        }
        return version.group(1);
    }

    /** Runs opa in a folder that it may read and write; its exit code is the caller's to judge. */
    Command.Result run(Path folder, List<String> args) throws PolicyLoadException {
        List<String> command = new ArrayList<>();
        argv.forEach(arg ->
                command.add(arg.replace("{folder}", folder.toAbsolutePath().toString())));
        command.addAll(args);
        return run(command, folder);
    }

    private static Command.Result run(List<String> argv, Path folder) throws PolicyLoadException {
        try {
            String home = System.getProperty("java.io.tmpdir", "/tmp");
            return new Command(argv, Map.of("HOME", environment("HOME", home)), folder, "", TIMEOUT, MOST_OUTPUT).run();
        } catch (Command.Failure e) {
            throw new PolicyLoadException("opa could not be run: " + e.getMessage());
        }
    }

    private static String environment(String name, String fallback) {
        return System.getenv().getOrDefault(name, fallback);
    }
}
