package dev.auditflow.gate.cache;

import dev.auditflow.check.Account;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Run;
import dev.auditflow.check.Verdict;
import dev.auditflow.config.Target;
import dev.auditflow.host.AtomicFiles;
import dev.auditflow.host.Digest;
import dev.auditflow.report.JsonReader;
import dev.auditflow.report.JsonReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Verdicts on disk, one file for each key, in the form of JSON reports below a line with their checksum. What cannot be
 * read, or is not what was written, is not there. A cache that cannot be written keeps nothing; it never fails a run.
 * Safe for many threads and processes.
 */
public final class VerdictCache {
    /** Most bytes that are kept; the entries that were of no use for longest go first. */
    public static final long MAX_BYTES = 256L * 1024 * 1024;

    private static final int PREFIX = "sha256:".length();
    private static final Account NO_ACCOUNT = new Account(List.of());

    private final Path folder;
    private final long maxBytes;
    private final boolean off;
    private final AtomicBoolean grew = new AtomicBoolean();

    private VerdictCache(Path folder, long maxBytes, boolean off) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.off = off;
    }

    /** A cache in this folder, which is made when the first verdict is kept. */
    public static VerdictCache in(Path folder, long maxBytes) {
        return new VerdictCache(folder, maxBytes, !folder.isAbsolute());
    }

    /** Finds and keeps nothing. */
    public static VerdictCache off() {
        return new VerdictCache(Path.of(""), 0, true);
    }

    /** The verdict over this target that was kept under the key. */
    public Optional<Verdict> verdict(String key, Target target) {
        return entry(key)
                .filter(run -> run.verdicts().size() == 1)
                .map(run -> run.verdicts().getFirst())
                .filter(verdict -> isOf(verdict, target) && verdict.outcome() != Outcome.ERROR);
    }

    /** The rules that could report under these settings. */
    public Optional<Map<String, Rule>> rules(String settings) {
        return entry(settings).map(Run::rules).filter(rules -> !rules.isEmpty());
    }

    /** Keeps a verdict. One without an answer is not kept: what hindered it may be gone the next time. */
    public void keep(String key, Verdict verdict) {
        if (verdict.outcome() != Outcome.ERROR) {
            write(key, new Run("", verdict.outcome(), List.of(verdict), Map.of(), NO_ACCOUNT));
        }
    }

    /** Keeps the rules that could report under these settings. */
    public void keepRules(String settings, Map<String, Rule> rules) {
        write(settings, new Run("", Outcome.PASS, List.of(), rules, NO_ACCOUNT));
    }

    /** Removes what was of no use for longest, if this run kept something and the cache has become too large. */
    public void trim() {
        if (!grew.getAndSet(false)) {
            return;
        }
        record Entry(Path file, long bytes, Instant used) {}
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.add(new Entry(
                        file, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
            }
            entries.sort(Comparator.comparing(Entry::used).thenComparing(Entry::file));
            long bytes = entries.stream().mapToLong(Entry::bytes).sum();
            for (int i = 0; i < entries.size() && bytes > maxBytes; i++) {
                Files.deleteIfExists(entries.get(i).file());
                bytes -= entries.get(i).bytes();
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            // Another process may be removing the same files; the next run looks again.
            grew.set(true);
        }
    }

    private static boolean isOf(Verdict verdict, Target target) {
        return verdict.release().equals(target.release())
                && verdict.environment().equals(target.environment())
                && verdict.scenario().equals(target.scenario())
                && verdict.kubernetesVersion().equals(target.kubernetesVersion());
    }

    private Optional<Run> entry(String key) {
        if (off || key.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path file = file(key);
            String text = Files.readString(file);
            int end = text.indexOf('\n');
            String body = text.substring(end + 1);
            if (end < 0 || !text.substring(0, end).equals(checksum(key, body))) {
                return Optional.empty();
            }
            Run run = JsonReader.read(body);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(run);
        } catch (IOException | JsonReader.NotAReport e) {
            return Optional.empty();
        }
    }

    private void write(String key, Run run) {
        if (off || key.isEmpty()) {
            return;
        }
        try {
            Path file = file(key);
            privately(folder);
            String body = new JsonReport().write(run);
            String text = checksum(key, body) + "\n" + body;
            AtomicFiles.writeUnsynced(file, text.getBytes(StandardCharsets.UTF_8));
            grew.set(true);
        } catch (IOException e) {
            // The verdict stands without being kept.
            grew.set(false);
        }
    }

    /** Findings tell how a cluster is built, so other users of the machine do not get to read them. */
    private static void privately(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder);
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** With the key in it, an entry under the name of another is no entry. */
    private static String checksum(String key, String body) {
        return Digest.of((key + "\n" + body).getBytes(StandardCharsets.UTF_8));
    }

    private Path file(String key) {
        String hex = key.substring(PREFIX);
        return folder.resolve(hex.substring(0, 2)).resolve(hex.substring(2) + ".json");
    }
}
