package dev.auditflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.host.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guard hands on the text that it was made for, byte for byte, and no other. */
class SentGuardTest {
    @ParameterizedTest
    @ValueSource(strings = {"a: b\n", "a: b", "a: b\n\n\n", "%s \\n 'x' \"$y\" `z`\n", "ü\n", ""})
    void handsOnOneText(String text) throws Exception {
        Path file;
        try (SentGuard guard = SentGuard.of(text)) {
            file = guard.file();
            Command program = Command.of(List.of(file.toString()));
            Command.Result same = program.withInput(text).run();
            assertThat(same.exitCode()).as(same.errors()).isZero();
            assertThat(same.output()).isEqualTo(text);
            for (String other : List.of(text + "\n", text + " ", "x" + text)) {
                Command.Result refused = program.withInput(other).run();
                assertThat(refused.exitCode()).isEqualTo(1);
                assertThat(refused.output()).isEmpty();
                assertThat(refused.errors()).contains("not what was judged");
            }
        }
        assertThat(Files.exists(file)).isFalse();
    }
}
