package dev.auditflow.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Another program, run with bounded time and output and with no environment but what is given.
 *
 * @param argv the program and its arguments; never secrets, every user of the machine can read them
 * @param environment all variables the program sees, besides PATH
 * @param folder working directory
 * @param input bytes for standard input
 * @param timeout after which the program is killed
 * @param maxOutput most bytes of standard output that are kept before the program is killed
 */
public record Command(
        List<String> argv,
        Map<String, String> environment,
        Path folder,
        String input,
        Duration timeout,
        int maxOutput) {
    public Command {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    /** How a program ended. */
    public record Result(int exitCode, String output, String errors) {}

    /** The program could not be started, was killed for its time or output, or was interrupted. */
    public static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        /** @param message a sentence that names the program */
        public Failure(String message) {
            super(message);
        }
    }

    /** The program in the working directory with no input, a minute and 64 MiB. */
    public static Command of(List<String> argv) {
        return new Command(argv, Map.of(), Path.of(""), "", Duration.ofMinutes(1), 64 * 1024 * 1024);
    }

    public Command withInput(String text) {
        return new Command(argv, environment, folder, text, timeout, maxOutput);
    }

    public Command withEnvironment(Map<String, String> variables) {
        return new Command(argv, variables, folder, input, timeout, maxOutput);
    }

    public Command in(Path directory) {
        return new Command(argv, environment, directory, input, timeout, maxOutput);
    }

    /** The same with another limit of time. */
    public Command within(Duration limit) {
        return new Command(argv, environment, folder, input, limit, maxOutput);
    }

    /** Where a program lies on PATH, empty if it is not there. */
    public static Optional<Path> find(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(java.io.File.pathSeparator, -1)) {
            Path candidate = Path.of(folder.isEmpty() ? "." : folder, program);
            if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Runs the program to its end. @throws Failure with a sentence that names it */
    public Result run() throws Failure {
        return run(_ -> {});
    }

    /**
     * Runs the program to its end.
     *
     * @param started told the number of the process when it runs
     * @throws Failure with a sentence that names it
     */
    public Result run(LongConsumer started) throws Failure {
        Process process = start();
        try {
            started.accept(process.pid());
            FutureTask<String> output = drain(process.getInputStream(), maxOutput, process);
            FutureTask<String> errors = drain(process.getErrorStream(), 1024 * 1024, process);
            FutureTask<String> feed = feed(process.getOutputStream());
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Failure("%s did not end within %d s and was stopped".formatted(name(), timeout.toSeconds()));
            }
            feed.get();
            String text = output.get();
            return new Result(process.exitValue(), text, errors.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(name() + " was interrupted");
        } catch (ExecutionException e) {
            throw new Failure(name() + " failed: " + e.getMessage());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start() throws Failure {
        ProcessBuilder builder =
                new ProcessBuilder(argv).directory(folder.toAbsolutePath().toFile());
        String path = System.getenv().getOrDefault("PATH", "");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new Failure(name() + " could not be started: " + e.getMessage());
        }
    }

    private String name() {
        return argv.getFirst();
    }

    private FutureTask<String> feed(OutputStream stdin) {
        return started(new FutureTask<>(() -> {
            try (stdin) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                return "the program closed its input early";
            }
            return "";
        }));
    }

    private static FutureTask<String> drain(InputStream stream, int limit, Process process) {
        return started(new FutureTask<>(() -> {
            byte[] bytes = stream.readNBytes(limit + 1);
            if (bytes.length > limit) {
                process.destroyForcibly();
                throw new IOException("it printed more than %,d bytes".formatted(limit));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }));
    }

    private static FutureTask<String> started(FutureTask<String> task) {
        Thread.ofVirtual().start(task);
        return task;
    }
}
