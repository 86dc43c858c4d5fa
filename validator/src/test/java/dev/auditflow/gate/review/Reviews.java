package dev.auditflow.gate.review;

import dev.auditflow.check.Subject;
import dev.auditflow.config.ChartOptions;
import dev.auditflow.config.Source;
import dev.auditflow.config.Target;
import dev.auditflow.gate.Approvals;
import dev.auditflow.gate.GoldenFiles;
import dev.auditflow.manifest.ManifestReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reviews over golden files in a folder, for tests. */
public final class Reviews {
    private Reviews() {}

    /** Approves the old manifests, then begins the review of the new ones. */
    public static Review of(Path folder, String before, String after) throws IOException {
        GoldenFiles.in(folder, List.of()).update(target(), subject(before));
        return new Review(List.of(approvals(folder, after)));
    }

    /** What there is to accept of these manifests. */
    static Approvals approvals(Path folder, String after) throws IOException {
        return GoldenFiles.in(folder, List.of()).approvals(target(), subject(after));
    }

    /** The golden file of an object. */
    public static Path file(Path folder, String name) {
        return folder.resolve("web/dev").resolve(name);
    }

    private static Target target() {
        ChartOptions options = new ChartOptions(
                "web", "web", List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), false,
                false);
        return new Target("web", "dev", "", "1.34", new Source.StandardInput(), options, true);
    }

    private static Subject subject(String manifests) {
        return new Subject("web", "dev", "web", "1.34", ManifestReader.objects("objects.yaml", manifests), List.of());
    }
}
