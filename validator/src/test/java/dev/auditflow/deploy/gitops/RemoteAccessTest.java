package dev.auditflow.deploy.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.auditflow.config.GitAccess;
import dev.auditflow.config.GitSettings;
import dev.auditflow.host.Command;
import dev.auditflow.host.Git;
import dev.auditflow.lab.GitServer;
import dev.auditflow.lab.SshServer;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches behind git's own {@code http-backend} with passwords, and behind OpenSSH's server. */
final class RemoteAccessTest {
    private static final String BRANCH = "environments/dev";
    private static final String WRITER = "writer-s3cret";
    private static final String READER = "reader-s3cret";

    @TempDir
    private Path folder;

    private Path bare = Path.of("");
    private Git git = Git.in(Path.of(""));

    @BeforeEach
    void makeRepository() throws Exception {
        bare = Files.createDirectories(folder.resolve("remotes/platform.git"));
        git = Git.in(bare);
        git.output(List.of("init", "--quiet", "--bare", "."), "no repository");
    }

    private EnvironmentBranch open(Remote remote) throws GitException {
        GitSettings settings = new GitSettings(
                "origin",
                BRANCH,
                GitSettings.Reconciler.FLUX,
                "flux-system",
                "",
                false,
                false,
                "",
                "Promoter <promoter@example.com>",
                GitAccess.none(),
                folder.resolve("auditflow.yaml"));
        return EnvironmentBranch.open(remote, settings);
    }

    private static Content content(String value) {
        return new Content(
                "web",
                new TreeMap<>(Map.of("a.yaml", "a: " + value + "\n", Content.METADATA, "{}\n")),
                new TreeMap<>());
    }

    private GitServer secured() throws Exception {
        Path store = folder.resolve("identity.p12");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store.toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-file",
                folder.resolve("authority.pem").toString(),
                "-keystore",
                store.toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext identity = SSLContext.getInstance("TLS");
        identity.init(managers.getKeyManagers(), null, null);
        return GitServer.secured(
                folder.resolve("remotes"),
                identity,
                Map.of(WRITER, GitServer.Right.WRITE, READER, GitServer.Right.READ));
    }

    private static void keytool(String... arguments) throws Command.Failure {
        List<String> argv = new java.util.ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
        argv.addAll(List.of(arguments));
        argv.addAll(List.of("-alias", "git", "-storepass", "changeit"));
        Command.Result result = Command.of(argv).within(Duration.ofMinutes(1)).run();
        assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
    }

    /** With trust in the test's own certificate, as GIT_SSL_CAINFO gives it. */
    private Remote https(GitServer server, String token) throws GitException {
        return https(server.url("platform.git"), token);
    }

    private Remote https(String url, String token) throws GitException {
        Remote remote = Remote.of(url, folder, GitAccess.none().with(token));
        Map<String, String> variables = new HashMap<>(remote.variables());
        variables.put("GIT_SSL_CAINFO", folder.resolve("authority.pem").toString());
        return new Remote(remote.address(), variables);
    }

    @Test
    void aTokenOpensHttpsAndIsInNoArgumentAndNoFile() throws Exception {
        // Whatever runs while the push arrives, with its arguments.
        Path hook = bare.resolve("hooks/pre-receive");
        Files.writeString(
                hook,
                "#!/bin/sh\ncat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' > '" + folder.resolve("argv") + "'\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (GitServer server = secured()) {
            Remote remote = https(server, WRITER);
            try (EnvironmentBranch branch = open(remote)) {
                String commit = branch.publish(content("1"), "first\n");
                assertThat(git.line(List.of("rev-parse", BRANCH), "no branch")).isEqualTo(commit);
                assertThat(branch.shown()).doesNotContain(WRITER);
            }
            assertThat(remote.address() + remote.shown()).doesNotContain(WRITER);
            assertThat(server.requests()).contains("POST /platform.git/git-receive-pack 200");
        }
        assertThat(Files.readString(folder.resolve("argv")))
                .contains("push --porcelain")
                .doesNotContain(WRITER, "Authorization");
        assertThat(git.output(List.of("log", "--all", "--format=%B%an%ae%cn%ce"), "no log"))
                .doesNotContain(WRITER);
    }

    @Test
    void whatHttpsDoesNotAcceptIsSaidInOneSentence() throws Exception {
        try (GitServer server = secured()) {
            assertThatThrownBy(() -> open(https(server, "")))
                    .hasMessageContaining("cannot be read, so nothing was changed: nobody gets in without a token")
                    .hasMessageContaining("\"token\"");
            assertThatThrownBy(() -> open(https(server, "wrong-s3cret")))
                    .hasMessageContaining("one that is wrong or has expired")
                    .hasMessageNotContaining("wrong-s3cret");
            try (EnvironmentBranch branch = open(https(server, READER))) {
                assertThatThrownBy(() -> branch.publish(content("1"), "first\n"))
                        .hasMessageContaining("refuses the push to environments/dev")
                        .hasMessageContaining("whoever the token is of has no right to this")
                        .hasMessageContaining("Nothing was changed")
                        .hasMessageNotContaining(READER);
            }
            assertThatThrownBy(() -> open(Remote.of(
                            server.url("platform.git"), folder, GitAccess.none().with(WRITER))))
                    .hasMessageContaining("is not trusted here");
            assertThatThrownBy(() -> open(https(server.url("nothing.git"), WRITER)))
                    .hasMessageContaining("cannot be read, so nothing was changed")
                    .hasMessageContaining("not found");
        }
        assertThat(git.line(List.of("for-each-ref"), "no refs")).isEmpty();
    }

    @Test
    void aProtectedBranchBehindHttpsIsToldWithTheHostsWords() throws Exception {
        Path hook = bare.resolve("hooks/update");
        Files.writeString(hook, "#!/bin/sh\necho 'GH006: Protected branch update failed.' >&2\nexit 1\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (GitServer server = secured();
                EnvironmentBranch branch = open(https(server, WRITER))) {
            assertThatThrownBy(() -> branch.publish(content("1"), "first\n"))
                    .hasMessageContaining("refuses the push to environments/dev")
                    .hasMessageContaining("GH006: Protected branch update failed.")
                    .hasMessageContaining("review: true");
        }
        assertThat(git.line(List.of("for-each-ref"), "no refs")).isEmpty();
    }

    @Test
    void aKeyOpensSsh() throws Exception {
        Path place = Files.createDirectories(folder.resolve("it's ssh"));
        try (SshServer server = SshServer.start(Files.createDirectories(folder.resolve("ssh")))) {
            for (String name : List.of("client", "known")) {
                Files.copy(
                        Path.of(server.file(name)),
                        place.resolve(name),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
            Remote remote = ssh(
                    server,
                    place.resolve("client").toString(),
                    place.resolve("known").toString());
            try (EnvironmentBranch branch = open(remote)) {
                String commit = branch.publish(content("1"), "first\n");
                assertThat(git.line(List.of("rev-parse", BRANCH), "no branch")).isEqualTo(commit);
            }
            assertThatThrownBy(() -> open(ssh(server, server.file("stranger"), server.file("known"))))
                    .hasMessageContaining("it knows none of the keys that were offered")
                    .hasMessageContaining("Permission denied (publickey)")
                    .hasMessageContaining("\"sshKey\"");
            assertThatThrownBy(() -> open(ssh(server, server.file("client"), server.file("client.pub"))))
                    .hasMessageContaining("its key is not known here")
                    .hasMessageContaining("\"knownHosts\"");
            assertThatThrownBy(() -> ssh(server, folder.resolve("none").toString(), server.file("known")))
                    .hasMessageContaining("none is not there, or not readable; correct \"sshKey\"");
        }
    }

    private Remote ssh(SshServer server, String key, String hosts) throws GitException {
        return Remote.of(server.url(bare), folder, new GitAccess("", key, hosts));
    }
}
