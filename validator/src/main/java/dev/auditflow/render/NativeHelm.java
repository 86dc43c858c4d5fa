package dev.auditflow.render;

import com.marcnuri.helm.jni.HelmLib;
import com.marcnuri.helm.jni.NativeLibrary;
import com.sun.jna.Native;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.jar.JarEntry;

/**
 * Keeps helm-java's library unpacked in a cache folder and opens it. Unpacking is a rename at its end, so processes
 * that start at once cannot see half a file.
 */
final class NativeHelm {
    private final Path cache;

    NativeHelm(Path cache) {
        this.cache = cache;
    }

    /** Opens the library for this platform, empty when helm-java serves none. */
    Optional<HelmLib> open() throws IOException {
        NativeLibrary library = NativeLibrary.serviceProviderLibrary(NativeHelm.class.getClassLoader());
        if (library == null) {
            return Optional.empty();
        }
        URL resource = library.getClass().getResource("/" + library.getBinaryName());
        if (resource == null) {
            return Optional.empty();
        }
        Path folder = folder(resource);
        Path file = folder.resolve(library.getBinaryName());
        unpack(resource, file, folder);
        return Optional.of(Native.load(file.toAbsolutePath().toString(), HelmLib.class));
    }

    /** Named by the library's checksum and size in its jar, so that another version gets another folder. */
    private Path folder(URL resource) throws IOException {
        if (resource.openConnection() instanceof JarURLConnection connection) {
            JarEntry entry = connection.getJarEntry();
            return cache.resolve("helm-%08x-%d".formatted(entry.getCrc(), entry.getSize()))
                    .toAbsolutePath();
        }
        return cache.resolve("helm-unpacked").toAbsolutePath();
    }

    private static void unpack(URL resource, Path file, Path folder) throws IOException {
        long size = resource.openConnection().getContentLengthLong();
        if (Files.isRegularFile(file) && Files.size(file) == size) {
            return;
        }
        Files.createDirectories(folder);
        try (InputStream in = resource.openStream()) {
            write(folder, file, in);
        }
    }

    private static void write(Path folder, Path file, InputStream content) throws IOException {
        Path partial = Files.createTempFile(folder, ".unpacking", "");
        try {
            Files.copy(content, partial, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
