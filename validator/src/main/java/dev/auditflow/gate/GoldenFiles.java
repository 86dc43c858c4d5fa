package dev.auditflow.gate;

import dev.auditflow.check.Account;
import dev.auditflow.check.CheckResult;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Subject;
import dev.auditflow.check.golden.GoldenCheck;
import dev.auditflow.check.golden.GoldenFile;
import dev.auditflow.check.golden.GoldenState;
import dev.auditflow.config.Target;
import dev.auditflow.host.AtomicFiles;
import dev.auditflow.host.TextFiles;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Golden files on disk: {@code <root>/<release>/<environment>/<kind>.<name>.yaml}. */
public final class GoldenFiles {
    private static final String ENDING = ".yaml";
    private static final Path NOWHERE = Path.of("");

    private final Path root;
    private final GoldenFile format;
    private final String reason;

    private GoldenFiles(Path root, GoldenFile format, String reason) {
        this.root = root;
        this.format = format;
        this.reason = reason;
    }

    /** Golden files below a folder. */
    public static GoldenFiles in(Path root, List<String> masks) {
        return new GoldenFiles(root, new GoldenFile(masks), "");
    }

    /** No golden files, and why; the reason goes into the account. */
    public static GoldenFiles off(String reason) {
        return new GoldenFiles(NOWHERE, new GoldenFile(List.of()), reason);
    }

    /** What an update did. */
    public record Update(List<Path> written, List<Path> removed) {
        public Update {
            written = List.copyOf(written);
            removed = List.copyOf(removed);
        }
    }

    /** Where a target's golden files lie. */
    public Path folder(Target target) {
        Path release = root.resolve(target.release());
        return target.environment().isEmpty() ? release : release.resolve(target.environment());
    }

    /** The folder of golden files that a target's verdict depends on; empty when it is not compared with any. */
    public Optional<Path> folderOf(Target target) {
        return reason.isEmpty() && target.golden() ? Optional.of(folder(target)) : Optional.empty();
    }

    /** Compares what a target renders with its golden files. */
    public CheckResult check(Target target, Subject subject) {
        if (!reason.isEmpty()) {
            return skipped(reason);
        }
        if (!target.golden()) {
            return skipped("golden files hold the first Kubernetes version without a scenario");
        }
        Path folder = folder(target);
        try {
            return new GoldenCheck(format, folder.toString(), read(folder)).run(subject);
        } catch (TextFiles.Unusable e) {
            Location location = new Location(Place.file(folder.toString()), Origin.none());
            Finding finding =
                    Finding.about(GoldenCheck.CHANGED, location, "A golden file cannot be used: " + e.sentence());
            Account.Skip skip = new Account.Skip("golden files", 0, e.sentence());
            return new CheckResult(List.of(finding), List.of(new Account.Line("golden files", 0, 0, List.of(skip))));
        }
    }

    private static CheckResult skipped(String why) {
        Account.Skip skip = new Account.Skip("golden files", 0, why);
        return new CheckResult(List.of(), List.of(new Account.Line("golden files", 0, 0, List.of(skip))));
    }

    /** Writes what the subject renders, and removes what it no longer does. Files that say the same stay as they are. */
    public Update update(Target target, Subject subject) throws IOException {
        Path folder = folder(target);
        Map<String, String> before = read(folder);
        Map<String, GoldenFile.Expected> expected = format.expected(subject.resources());
        GoldenState state = new GoldenState(format, before, expected, subject);
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, GoldenFile.Expected> entry : expected.entrySet()) {
            if (!state.isCurrent(entry.getKey())) {
                Path file = folder.resolve(entry.getKey());
                AtomicFiles.write(file, entry.getValue().text());
                written.add(file);
            }
        }
        List<Path> removed = new ArrayList<>();
        for (String name : before.keySet()) {
            if (!expected.containsKey(name)) {
                Files.delete(folder.resolve(name));
                removed.add(folder.resolve(name));
            }
        }
        return new Update(written, removed);
    }

    /** What differs from the golden files, what it means, and what accepting each object would write. */
    public Approvals approvals(Target target, Subject subject) throws TextFiles.Unusable {
        return Approvals.of(target.name(), folder(target), read(folder(target)), format, subject);
    }

    /** Golden files that belong to no target: their release or environment is gone, or was never there. */
    public List<Finding> strays(List<Target> targets) {
        if (!reason.isEmpty() || !Files.isDirectory(root)) {
            return List.of();
        }
        Set<Path> known =
                targets.stream().filter(Target::golden).map(this::folder).collect(Collectors.toSet());
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> file.toString().endsWith(ENDING) && Files.isRegularFile(file))
                    .map(file -> Objects.requireNonNull(file.getParent()))
                    .filter(folder -> !known.contains(folder))
                    .distinct()
                    .sorted()
                    .map(GoldenFiles::stray)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            Location location = new Location(Place.file(root.toString()), Origin.none());
            return List.of(
                    Finding.about(GoldenCheck.ORPHANED, location, root + " cannot be listed: " + e.getMessage()));
        }
    }

    private static Finding stray(Path folder) {
        Location location = new Location(Place.file(folder.toString()), Origin.none());
        return Finding.about(
                        GoldenCheck.ORPHANED, location, "The golden files in %s belong to no target".formatted(folder))
                .withRemedy("Remove the folder, or bring its release and environment back into auditflow.yaml");
    }

    /** All golden files of a folder by name; a folder that is not there has none. */
    public static Map<String, String> read(Path folder) throws TextFiles.Unusable {
        Map<String, String> files = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        List<Path> all;
        try (Stream<Path> list = Files.list(folder)) {
            all = list.filter(file -> file.toString().endsWith(ENDING)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The golden files in " + folder + " cannot be listed", e);
        }
        for (Path file : all) {
            files.put(file.getFileName().toString(), TextFiles.read(file));
        }
        return files;
    }
}
