package dev.auditflow.deploy.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.config.GitAccess;
import dev.auditflow.config.GitSettings;
import dev.auditflow.config.GitSettings.Reconciler;
import dev.auditflow.manifest.ManifestReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layouts, beside golden folders. */
final class ContentTest {
    private static final Path GOLDEN = Path.of("src/test/resources/gitops");
    private static final DryCommit SOURCE = new DryCommit(
            "https://example.com/platform.git",
            "1".repeat(40),
            "Ada <ada@example.com>",
            "2026-11-01T12:00:00Z",
            "web: <b>bold</b> & \"quoted\"",
            "Why it was done.");
    private static final Provenance PROVENANCE = new Provenance(
            SOURCE,
            "web/dev@1.34",
            "web",
            "dev",
            "sha256:aaaa",
            "sha256:bbbb",
            "sha256:cccc",
            "00000000-0000-0000-0000-000000000001",
            7,
            "sha256:dddd",
            "Release managers",
            "ann");

    @ParameterizedTest
    @CsvSource({
        "argocd, ARGOCD, false",
        "argocd-per-object, ARGOCD, true",
        "flux, FLUX, false",
        "flux-per-object, FLUX, true"
    })
    void layout(String name, Reconciler reconciler, boolean perObject) throws Exception {
        GitSettings settings = new GitSettings(
                "origin",
                "environments/dev",
                reconciler,
                "x",
                perObject ? "apps" : "",
                perObject,
                false,
                "",
                "",
                GitAccess.none(),
                Path.of("auditflow.yaml"));
        String text = Files.readString(GOLDEN.resolve("rendering.yaml"));
        Content content = Content.of(
                ManifestReader.objects("rendering.yaml", text),
                "web",
                settings,
                List.of(Path.of("../docs/examples/sops/database.enc.yaml")),
                PROVENANCE);
        SortedMap<String, String> files = new TreeMap<>(content.beside());
        content.files().forEach((file, body) -> files.put(content.folder() + "/" + file, body));
        files.put("message.txt", PROVENANCE.message());
        Path golden = GOLDEN.resolve(name);
        if (Boolean.parseBoolean(System.getenv("AUDITFLOW_UPDATE"))) {
            write(golden, files);
        }
        assertThat(read(golden)).isEqualTo(files);
    }

    private static void write(Path folder, SortedMap<String, String> files) throws IOException {
        for (var file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    private static SortedMap<String, String> read(Path folder) throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }
}
