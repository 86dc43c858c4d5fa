package dev.auditflow.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.auditflow.host.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files with what a test expects; {@code UPDATE_EXPECTED=1} writes them, and never where {@code CI=true}. */
public final class Expected {
    private Expected() {}

    public static void check(Path file, String actual) throws IOException {
        if (System.getenv().getOrDefault("UPDATE_EXPECTED", "").equals("1")) {
            if (System.getenv().getOrDefault("CI", "").equals("true")) {
                fail("UPDATE_EXPECTED is refused where CI=true: a pipeline must not bless its own output");
            }
            AtomicFiles.write(file, actual);
            return;
        }
        assertThat(file)
                .as("run with UPDATE_EXPECTED=1 to write it, then look at it")
                .exists();
        assertThat(actual).isEqualTo(Files.readString(file));
    }
}
