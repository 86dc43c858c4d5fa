package dev.auditflow.host;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Which build of this program runs. Two builds of the same version differ: its own jars count with the checksum of each
 * class and resource, the libraries by their file names, which hold their versions.
 */
public final class ProgramDigest {
    private ProgramDigest() {}

    /**
     * {@code sha256:<hex>}, or empty when the program cannot be found on disk.
     *
     * @param own a class out of each jar or folder of this program
     */
    public static Optional<String> of(Class<?>... own) {
        Digest digest = new Digest();
        try {
            for (Class<?> type : own) {
                CodeSource source = type.getProtectionDomain().getCodeSource();
                URL location = source == null ? null : source.getLocation();
                if (location == null) {
                    return Optional.empty();
                }
                addAll(digest, Path.of(location.toURI()));
            }
            for (String library : libraries()) {
                digest.add(library);
            }
            return Optional.of(digest.text());
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void addAll(Digest digest, Path place) throws IOException {
        if (Files.isDirectory(place)) {
            folder(digest, place);
            return;
        }
        try (JarFile jar = new JarFile(place.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                digest.add(entry.getName()).add(entry.getSize() + " " + entry.getCrc());
            }
        }
    }

    /** A folder of classes is somebody's work in progress: its files count by their time of change. */
    private static void folder(Digest digest, Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            digest.add(folder.relativize(file).toString())
                    .add(Files.size(file) + " "
                            + Files.getLastModifiedTime(file).toMillis());
        }
    }

    private static List<String> libraries() throws IOException {
        String[] entries = System.getProperty("java.class.path", "").split(File.pathSeparator, -1);
        List<String> names = new ArrayList<>();
        for (String entry : entries) {
            names.add(String.valueOf(Path.of(entry).getFileName()));
        }
        if (entries.length == 1 && entries[0].endsWith(".jar")) {
            names.add(classPath(Path.of(entries[0])));
        }
        return names;
    }

    /** The launcher's jar names all others. */
    private static String classPath(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String names =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return names == null ? "" : names;
        }
    }
}
