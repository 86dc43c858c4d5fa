package dev.auditflow.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.auditflow.host.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files with what a test expects; {@code AUDITFLOW_UPDATE=true} writes them, and never where {@code CI=true}. */
public final class Expected {
    private Expected() {}

    public static void check(Path file, String actual) throws IOException {
        if (System.getenv().getOrDefault("AUDITFLOW_UPDATE", "").equals("true")) {
            if (System.getenv().getOrDefault("CI", "").equals("true")) {
                fail("AUDITFLOW_UPDATE is refused where CI=true: a pipeline must not bless its own output");
            }
            AtomicFiles.write(file, actual);
            return;
        }
        assertThat(file)
                .as("run with AUDITFLOW_UPDATE=true to write it, then look at it")
                .exists();
        assertThat(actual).isEqualTo(Files.readString(file));
    }
}
