package dev.auditflow.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.auditflow.host.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** OpenSSH's server on loopback, for whoever runs the tests and for one key. Tests are skipped where it is not there. */
public final class SshServer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");
    private static final int TRIES = 100;

    private final Path folder;
    private final int port;
    private final Process process;

    private SshServer(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** Starts one that keeps its files in a folder. */
    public static SshServer start(Path folder) throws IOException, Command.Failure, InterruptedException {
        assumeTrue(Files.isExecutable(PROGRAM), "there is no SSH server to test with: apt-get install openssh-server");
        for (String key : List.of("host", "client", "stranger")) {
            key(folder.resolve(key));
        }
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Files.copy(folder.resolve("client.pub"), folder.resolve("authorized"));
        Files.writeString(
                folder.resolve("known"),
                "[127.0.0.1]:%d %s".formatted(port, Files.readString(folder.resolve("host.pub"))));
        Files.writeString(folder.resolve("config"), """
                Port %d
                ListenAddress 127.0.0.1
                HostKey %2$s/host
                AuthorizedKeysFile %2$s/authorized
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                PermitRootLogin prohibit-password
                StrictModes no
                UsePAM no
                PidFile none
                """.formatted(port, folder));
        // As root it wants this folder, which the system makes at its start.
        if (System.getProperty("user.name", "").equals("root")) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        Process process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-D",
                        "-e",
                        "-f",
                        folder.resolve("config").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        SshServer server = new SshServer(folder, port, process);
        for (int i = 0; i < TRIES && !server.answers(); i++) {
            Thread.sleep(100);
        }
        return server;
    }

    private static void key(Path file) throws Command.Failure {
        Command.of(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", file.toString()))
                .run();
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The URL of a repository. */
    public String url(Path repository) {
        return "ssh://%s@127.0.0.1:%d%s".formatted(System.getProperty("user.name"), port, repository);
    }

    /** A file: {@code client}, the key that is let in; {@code stranger}, one that is not; {@code known}, with its own key. */
    public String file(String name) {
        return folder.resolve(name).toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
