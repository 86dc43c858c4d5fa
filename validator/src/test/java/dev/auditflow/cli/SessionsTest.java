package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.auditflow.host.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line as its users see it. Each folder below {@code src/test/resources/cli} is a case: its {@code session}
 * holds commands and what they print; the other files are what they work on, beside those of {@code shared}.
 *
 * <p>A line {@code # needs opa} skips the case where the program is not on the PATH.
 *
 * <p>{@code AUDITFLOW_UPDATE=true} writes what the commands print today into the sessions; look at the diff.
 */
class SessionsTest {
    private static final Path CASES = Path.of("src/test/resources/cli");
    private static final String SHARED = "shared";
    private static final String NEEDS = "# needs ";

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> sessions() throws IOException {
        List<Path> cases;
        try (Stream<Path> list = Files.list(CASES)) {
            cases = list.filter(path -> Files.isRegularFile(path.resolve("session")))
                    .sorted()
                    .toList();
        }
        assertThat(cases).isNotEmpty();
        return cases.stream()
                .map(path -> DynamicTest.dynamicTest(path.getFileName().toString(), () -> run(path)));
    }

    private void run(Path path) throws IOException, InterruptedException {
        Path work = folder.resolve(path.getFileName());
        copy(CASES.resolve(SHARED), work);
        copy(path, work);
        Path file = path.resolve("session");
        String expected = Files.readString(file);
        for (String program : expected.lines()
                .filter(line -> line.startsWith(NEEDS))
                .map(line -> line.substring(NEEDS.length()))
                .toList()) {
            assumeThat(Command.find(program))
                    .as("install %s on the PATH to run this test", program)
                    .isPresent();
        }
        String actual = new Session(work).run(expected);
        if ("true".equals(System.getenv("AUDITFLOW_UPDATE"))) {
            Files.writeString(file, actual);
        }
        assertThat(actual).isEqualTo(expected);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.equals(from.resolve("session"))) {
                    Files.deleteIfExists(target);
                    Files.copy(file, target);
                }
            }
        }
    }
}
