package dev.auditflow.engine;

import dev.auditflow.host.Digest;
import dev.auditflow.host.Resources;
import java.util.ArrayList;
import java.util.List;

/** The Go sources of the server engine, which this program carries so that it can build the engine anywhere. */
final class HelperSources {
    /** Releases that the engine can be built from, the oldest first; each has its own Go module file. */
    static final List<Release> RELEASES =
            List.of(new Release("1.34", "1.34.2"), new Release("1.35", "1.35.4"), new Release("1.36", "1.36.3"));

    private static final List<String> FILES = List.of(
            "builtin.go",
            "claims_1.34.go",
            "claims_1.36.go",
            "cluster.go",
            "custom.go",
            "decoding.go",
            "frames.go",
            "judge.go",
            "main.go",
            "memory.go",
            "strategies.go");

    private HelperSources() {}

    /**
     * A Kubernetes release.
     *
     * @param minor for example {@code 1.34}
     * @param version for example {@code 1.34.2}
     */
    record Release(String minor, String version) {
        /** Build tag of sources that differ between releases. */
        String tag() {
            return "kubernetes" + minor;
        }
    }

    /** One file of a Go module. */
    record SourceFile(String name, String text) {}

    /** What a folder must hold for {@code go build}. */
    static List<SourceFile> of(Release release) {
        List<SourceFile> files = new ArrayList<>();
        FILES.forEach(name -> files.add(new SourceFile(name, read(name))));
        files.add(new SourceFile("go.mod", read("kubernetes/" + release.minor() + ".mod")));
        files.add(new SourceFile("go.sum", read("kubernetes/" + release.minor() + ".sum")));
        return files;
    }

    /** Twelve characters that differ when any source does: an engine of other sources is another engine. */
    static String key(Release release) {
        Digest digest = new Digest();
        of(release).forEach(file -> digest.add(file.name()).add(file.text()));
        return digest.text().substring("sha256:".length(), "sha256:".length() + 12);
    }

    private static String read(String name) {
        return Resources.text(HelperSources.class, "server/" + name);
    }
}
