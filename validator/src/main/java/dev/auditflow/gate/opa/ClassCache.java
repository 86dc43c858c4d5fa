package dev.auditflow.gate.opa;

import com.dylibso.chicory.compiler.Cache;
import dev.auditflow.host.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Keeps modules that were compiled to classes, by the module's digest. A folder that cannot be written keeps nothing. */
public final class ClassCache implements Cache {
    private final Path folder;

    public ClassCache(Path folder) {
        this.folder = folder;
    }

    @Override
    public byte @Nullable [] get(String key) {
        try {
            Path file = file(key);
            return Files.exists(file) ? Files.readAllBytes(file) : null;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void putIfAbsent(String key, byte[] classes) {
        try {
            if (!Files.exists(file(key))) {
                AtomicFiles.write(file(key), classes);
            }
        } catch (IOException e) {
            // It is compiled again next time.
        }
    }

    /** The key is base64, and classes of one version of the compiler do not fit another. */
    private Path file(String key) {
        String version = String.valueOf(Cache.class.getPackage().getImplementationVersion());
        String name = dev.auditflow.host.Digest.of((version + key).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return folder.resolve("classes-" + name.substring("sha256:".length()));
    }
}
