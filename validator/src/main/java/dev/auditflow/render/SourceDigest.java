package dev.auditflow.render;

import dev.auditflow.config.Source;
import dev.auditflow.host.Digest;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Names a chart by its files, so that two environments can be told to have run the same one. */
public final class SourceDigest {
    private SourceDigest() {}

    /** {@code sha256:<hex>} over the names and bytes of the files that are rendered. @throws IOException if they cannot be read */
    public static String of(Source source) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        SourceFiles.read(source, files::put);
        Digest digest = new Digest();
        files.forEach((name, bytes) -> digest.add(name).add(bytes));
        return digest.text();
    }
}
