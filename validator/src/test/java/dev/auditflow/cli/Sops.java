package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.auditflow.host.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real sops and age, with one key in a folder. */
final class Sops {
    private final Path folder;
    final Path key;
    private final String recipient;

    Sops(Path folder) throws Exception {
        for (String program : List.of("sops", "age-keygen")) {
            assumeTrue(Command.find(program).isPresent(), "install " + program + " on the PATH to run this test");
        }
        this.folder = folder;
        this.key = newKey("age.key");
        this.recipient = run("age-keygen", "-y", key.toString()).strip();
    }

    /** Another key, for which nothing is encrypted. */
    Path newKey(String name) throws Exception {
        Path file = folder.resolve(name);
        run("age-keygen", "-o", file.toString());
        return file;
    }

    /** Writes a file, encrypted for the key. */
    void write(Path file, String plain, String... rules) throws Exception {
        Files.writeString(file, plain);
        List<String> argv = new ArrayList<>(List.of("sops", "encrypt", "--in-place", "--age", recipient));
        argv.addAll(List.of(rules));
        argv.add(file.toString());
        run(argv.toArray(String[]::new));
    }

    String decrypt(Path file) throws Exception {
        return run("sops", "decrypt", file.toString());
    }

    private String run(String... argv) throws Exception {
        Command.Result result = Command.of(List.of(argv))
                .withEnvironment(Map.of("HOME", folder.toString(), "SOPS_AGE_KEY_FILE", folder + "/age.key"))
                .run();
        assertThat(result.exitCode()).as(result.errors()).isZero();
        return result.output();
    }
}
