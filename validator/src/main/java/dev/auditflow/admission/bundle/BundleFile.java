package dev.auditflow.admission.bundle;

import dev.auditflow.admission.PolicySource.Unusable;
import dev.auditflow.gate.bundle.BundleReader;
import dev.auditflow.host.FileWatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A bundle in a file; its signature lies beside it. */
public final class BundleFile implements BundlePlace {
    private final Path file;
    private final Path signature;
    private final FileWatch watch = new FileWatch();

    /** @param file may be written and replaced at any time */
    public BundleFile(Path file) {
        this.file = file;
        this.signature = Path.of(file + SIGNATURE);
        watch.add(List.of(file, signature));
    }

    @Override
    public Optional<Content> read(String known, boolean signed) throws Unusable {
        byte[] bundle = bytes(file, BundleReader.MAX_BYTES, "there is no bundle " + file);
        String text = signed
                ? new String(
                        bytes(
                                signature,
                                MAX_SIGNATURE,
                                "%s has no signature: there is no %s".formatted(file, signature)),
                        StandardCharsets.UTF_8)
                : "";
        return Optional.of(new Content(bundle, text, ""));
    }

    @Override
    public void await() throws InterruptedException {
        watch.await();
    }

    @Override
    public String name() {
        return file.toString();
    }

    private static byte[] bytes(Path file, int most, String missing) throws Unusable {
        if (!Files.isRegularFile(file)) {
            throw new Unusable(missing);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new Unusable("%s is larger than %,d bytes, the most that is read".formatted(file, most));
            }
            return bytes;
        } catch (IOException e) {
            throw new Unusable("%s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }
}
