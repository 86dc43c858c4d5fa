package dev.auditflow.check.policy;

import dev.auditflow.check.Subject;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.render.OriginMap;
import dev.auditflow.render.Rendering;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Targets for tests. */
final class Subjects {
    private Subjects() {}

    static Subject of(String yaml) {
        return named("objects.yaml", yaml);
    }

    static Subject of(Path file) {
        try {
            return named(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Subject named(String name, String yaml) {
        Rendering.RenderedFile file = new Rendering.RenderedFile(name, yaml, OriginMap.none());
        ManifestReader.Manifest manifest = new ManifestReader().read(new Rendering(List.of(file), List.of()));
        return new Subject("web", "dev", "shop", "1.36", manifest.resources(), List.of());
    }
}
