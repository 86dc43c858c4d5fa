package dev.auditflow.config;

import dev.auditflow.yaml.MapNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code versions} of the configuration. */
final class VersionsReader {
    private final String file;
    private final Path folder;

    VersionsReader(String file, Path folder) {
        this.file = file;
        this.folder = folder;
    }

    List<VersionedPart> read(Fields top) throws ConfigException {
        List<VersionedPart> parts = new ArrayList<>();
        for (MapNode.Entry entry : top.entries("versions")) {
            if (!Naming.isWord(entry.key())) {
                throw new ConfigException("%s:%d: \"%s\" cannot begin a tag; use letters, digits, - and _"
                        .formatted(file, entry.keyMark().line(), entry.key()));
            }
            Fields fields = Fields.of(
                    file, "\"" + entry.key() + "\" of \"versions\"", entry.value(), "chart", "paths", "files");
            Path chart = fields.path("chart", folder, fields.required("chart")).orElseThrow();
            parts.add(new VersionedPart(
                    entry.key(), chart, fields.paths("paths", folder), fields.paths("files", folder)));
        }
        return parts;
    }
}
