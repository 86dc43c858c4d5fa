package dev.auditflow.deploy.rows;

import dev.auditflow.host.AtomicFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A ledger in one file, a row on a line. Who writes holds a lock on a file beside it, so that those of one machine take turns; the
 * whole file is replaced at once, so that a crash leaves no half row.
 */
public final class FileRows implements LedgerRows {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Path file;

    /** @param file need not be there yet */
    public FileRows(Path file) {
        this.file = file;
    }

    @Override
    public List<String> lines() throws Unavailable {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new Unavailable("The ledger %s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }

    @Override
    public boolean append(int seen, String line) throws Unavailable {
        Path beside = file.resolveSibling(file.getFileName() + ".lock");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = lock(channel)) {
                List<String> lines = new ArrayList<>(lines());
                if (lines.size() != seen) {
                    return false;
                }
                lines.add(line);
                AtomicFiles.write(file, String.join("\n", lines) + "\n");
                return true;
            }
        } catch (IOException e) {
            throw new Unavailable("The ledger %s cannot be written: %s".formatted(file, e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("Waiting for the ledger %s was interrupted".formatted(file));
        }
    }

    /** The system makes other programs wait; for other threads of this one Java only says so. */
    private static FileLock lock(FileChannel channel) throws IOException, InterruptedException {
        while (true) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException e) {
                Thread.sleep(PAUSE);
            }
        }
    }
}
