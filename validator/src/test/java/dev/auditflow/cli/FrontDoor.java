package dev.auditflow.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the command line as a user does, in this process or as one of its own. */
public final class FrontDoor {
    private static final long LONGEST_SECONDS = 120;

    private FrontDoor() {}

    /** How a command ended. */
    public record Result(int exitCode, String output, String errors) {
        /** Both streams, for searching. */
        public String text() {
            return output + errors;
        }
    }

    /** Runs in this process. The working directory stays what it is, so arguments name files absolutely. */
    public static synchronized Result run(byte[] stdin, String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        InputStream in = System.in;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
            System.setIn(new ByteArrayInputStream(stdin));
            int code = Main.run(args);
            return new Result(code, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
            System.setIn(in);
        }
    }

    /** Runs in this process without input. */
    public static Result run(String... args) {
        return run(new byte[0], args);
    }

    /** Runs as a process in a folder, with these variables beside PATH. */
    public static Result process(Path folder, Map<String, String> environment, byte[] stdin, String... args)
            throws IOException, InterruptedException {
        return process(folder, environment, List.of(), stdin, args);
    }

    /** Runs as a process in a folder, with options for its JVM. */
    public static Result process(
            Path folder, Map<String, String> environment, List<String> jvm, byte[] stdin, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(jvm);
        command.addAll(List.of("-cp", classPath(), "dev.auditflow.cli.Main"));
        command.addAll(List.of(args));
        Path input = Files.createTempFile("stdin", "");
        Path output = Files.createTempFile("stdout", "");
        Path errors = Files.createTempFile("stderr", "");
        try {
            Files.write(input, stdin);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(input.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            String path = System.getenv().getOrDefault("PATH", "");
            builder.environment().clear();
            builder.environment().put("PATH", path);
            builder.environment().put("AUDITFLOW_NO_CACHE", "true");
            builder.environment().put("HOME", System.getProperty("user.home"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(
                        "auditflow " + String.join(" ", args) + " did not end within " + LONGEST_SECONDS + " s");
            }
            return new Result(process.exitValue(), text(output), text(errors));
        } finally {
            Files.delete(input);
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** Surefire and the console launcher each hide the class path in their own place. */
    private static String classPath() {
        if (FrontDoor.class.getClassLoader() instanceof URLClassLoader loader) {
            return Stream.of(loader.getURLs())
                    .map(url -> Path.of(url.getPath()).toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
