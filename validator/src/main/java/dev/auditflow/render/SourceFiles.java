package dev.auditflow.render;

import dev.auditflow.config.Source;
import dev.auditflow.host.TextFiles;
import dev.auditflow.render.chart.ChartLoader;
import dev.auditflow.render.chart.ChartProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;

/** The files that rendering a source reads. */
public final class SourceFiles {
    private SourceFiles() {}

    /**
     * Gives each file of a chart or a folder of manifests by its name and bytes, in a stable order. Files that {@code
     * .helmignore} leaves out are not read, as they are not rendered.
     *
     * @throws IOException if the files cannot be read, or only rendering itself shows which they are: those of a
     *     kustomization, and standard input
     */
    public static void read(Source source, BiConsumer<String, byte[]> reader) throws IOException {
        switch (source) {
            case Source.Chart chart -> chart(chart.path(), reader);
            case Source.Manifests manifests -> manifests(manifests.path(), reader);
            case Source.Kustomization _, Source.StandardInput _ ->
                throw new IOException("what %s reads is not known before".formatted(source.name()));
        }
    }

    private static void chart(Path path, BiConsumer<String, byte[]> reader) throws IOException {
        try {
            ChartLoader.files(path, reader);
        } catch (ChartProblem e) {
            throw new IOException(e.failed().message(), e);
        }
    }

    private static void manifests(Path path, BiConsumer<String, byte[]> reader) throws IOException {
        List<Path> files = ManifestFiles.files(path);
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new IOException(file + " may give its bytes only once");
            }
            if (Files.size(file) > TextFiles.MAX_BYTES) {
                throw new IOException(file + " is too large");
            }
            reader.accept(file.toString(), Files.readAllBytes(file));
        }
    }
}
