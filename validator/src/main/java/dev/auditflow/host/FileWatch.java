package dev.auditflow.host;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Notices changes of files by looking at their size and time. It asks the system for no events: those do not reach
 * network folders, folders shared with containers or virtual machines, and on macOS Java makes them up by looking every
 * few seconds itself. Looking costs at most a tenth of one core, however many files there are.
 */
public final class FileWatch {
    private static final Duration PAUSE = Duration.ofMillis(120);
    private static final Duration SETTLE = Duration.ofMillis(40);
    private static final int MAX_SETTLES = 50;
    private static final int MAX_DEPTH = 64;

    private final Set<Path> roots = new LinkedHashSet<>();
    private Map<Path, Stamp> known = new HashMap<>();

    private record Stamp(long size, FileTime time, String key) {}

    /** Watches these files and folders too, whether they exist or not, as they are now. */
    public void add(Collection<Path> paths) {
        for (Path path : paths) {
            if (roots.add(path)) {
                look(path, known);
            }
        }
    }

    /** How many files are watched. */
    public int files() {
        return known.size();
    }

    /**
     * Waits until files changed and have been at rest for a moment.
     *
     * @return the files that are new, different or gone, sorted
     */
    public Set<Path> await() throws InterruptedException {
        Set<Path> changed = Set.of();
        while (changed.isEmpty()) {
            changed = await(Duration.ofDays(1));
        }
        return changed;
    }

    /** As {@link #await()}, for so long at most. @return nothing if nothing changed */
    public Set<Path> await(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (true) {
            long start = System.nanoTime();
            Map<Path, Stamp> now = look();
            Duration cost = Duration.ofNanos(System.nanoTime() - start);
            if (!now.equals(known)) {
                return settled(now);
            }
            if (System.nanoTime() - end >= 0) {
                return Set.of();
            }
            Duration rest = cost.multipliedBy(9);
            Thread.sleep(rest.compareTo(PAUSE) > 0 ? rest : PAUSE);
        }
    }

    /** An editor may save in several steps, and git checks out many files. */
    private Set<Path> settled(Map<Path, Stamp> first) throws InterruptedException {
        Map<Path, Stamp> last = first;
        for (int i = 0; i < MAX_SETTLES; i++) {
            Thread.sleep(SETTLE);
            Map<Path, Stamp> now = look();
            if (now.equals(last)) {
                break;
            }
            last = now;
        }
        Set<Path> changed = new TreeSet<>();
        Map<Path, Stamp> before = known;
        Map<Path, Stamp> after = last;
        before.forEach((file, stamp) -> {
            if (!stamp.equals(after.get(file))) {
                changed.add(file);
            }
        });
        after.keySet().stream().filter(file -> !before.containsKey(file)).forEach(changed::add);
        known = last;
        return changed;
    }

    private Map<Path, Stamp> look() {
        Map<Path, Stamp> stamps = new HashMap<>();
        roots.forEach(root -> look(root, stamps));
        return stamps;
    }

    private static void look(Path root, Map<Path, Stamp> stamps) {
        try {
            Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new Looker(stamps));
        } catch (IOException e) {
            // What cannot be looked at is as if it were not there; the run that reads it says why.
            stamps.remove(root);
        }
    }

    private static final class Looker extends SimpleFileVisitor<Path> {
        private final Map<Path, Stamp> stamps;

        Looker(Map<Path, Stamp> stamps) {
            this.stamps = stamps;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean git = folder.endsWith(".git");
            return git ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String key = String.valueOf(attributes.fileKey());
            stamps.put(file, new Stamp(attributes.size(), attributes.lastModifiedTime(), key));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
