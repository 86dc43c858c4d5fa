package dev.auditflow.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.auditflow.host.Command;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A real PostgreSQL server on loopback, for one test class. Tests are skipped where its programs are not there. */
public final class Postgres implements AutoCloseable {
    /** The password of its user {@code postgres}. */
    public static final String PASSWORD = "s3cret-admin";

    private final Path programs;
    private final Path folder;
    private final int port;

    private Postgres(Path programs, Path folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
    }

    /** Starts one with an empty database. */
    public static Postgres start() throws IOException, Command.Failure {
        Optional<Path> programs = programs();
        assumeTrue(programs.isPresent(), "there is no PostgreSQL server: apt-get install postgresql");
        // Not below JUnit's own folder, which is closed to the user that PostgreSQL runs as.
        Path folder = Files.createTempDirectory("auditflow-postgres-");
        Postgres server = new Postgres(programs.orElseThrow(), folder, freePort());
        server.begin();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Optional<Path> programs() throws IOException {
        Path all = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(all)) {
            return Command.find("initdb").map(Path::getParent);
        }
        try (Stream<Path> versions = Files.list(all)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        }
    }

    private void begin() throws IOException, Command.Failure {
        Files.writeString(folder.resolve("password"), PASSWORD);
        if (isRoot()) {
            command(List.of("chown", "-R", "postgres", folder.toString()));
        }
        run(
                "initdb",
                "-D",
                folder.resolve("data").toString(),
                "-U",
                "postgres",
                "-A",
                "scram-sha-256",
                "-N",
                "--pwfile",
                folder.resolve("password").toString());
        run(
                "pg_ctl",
                "-D",
                folder.resolve("data").toString(),
                "-l",
                folder.resolve("log").toString(),
                "-w",
                "-o",
                "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=%s -c fsync=off"
                        .formatted(port, folder),
                "start");
    }

    private static boolean isRoot() {
        return System.getProperty("user.name", "").equals("root");
    }

    /** PostgreSQL refuses to run as root. */
    private void run(String program, String... arguments) throws IOException, Command.Failure {
        List<String> argv = new ArrayList<>(isRoot() ? List.of("runuser", "-u", "postgres", "--") : List.of());
        argv.add(programs.resolve(program).toString());
        argv.addAll(List.of(arguments));
        command(argv);
    }

    private void command(List<String> argv) throws IOException, Command.Failure {
        Command.Result result =
                Command.of(argv).in(folder).within(Duration.ofMinutes(2)).run();
        if (result.exitCode() != 0) {
            throw new IOException(argv + ": " + result.output() + result.errors());
        }
    }

    /** Its address, without user and password. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
    }

    @Override
    public void close() throws IOException, Command.Failure {
        run("pg_ctl", "-D", folder.resolve("data").toString(), "-m", "immediate", "-w", "stop");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
