package dev.auditflow.gate.gatekeeper;

import dev.auditflow.check.policy.gatekeeper.Constraint;
import dev.auditflow.check.policy.gatekeeper.ConstraintTemplate;
import dev.auditflow.check.policy.gatekeeper.GatekeeperLibrary;
import dev.auditflow.check.policy.gatekeeper.GatekeeperLibrary.Source;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.host.TextFiles;
import dev.auditflow.yaml.MapNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Gatekeeper's objects in the user's policy files, beside whatever else lies there: examples are no policies.
 *
 * @param objects templates, constraints and what else has an API group of Gatekeeper, in the order of files
 * @param suites in the order of files
 * @param holders the paths that hold any of them
 */
public record GatekeeperFiles(List<Source> objects, List<Suite> suites, Set<Path> holders) {
    private static final String GROUP_SUFFIX = ".gatekeeper.sh/";
    private static final String NAMES = ".*\\.(ya?ml|json)";

    public GatekeeperFiles {
        objects = List.copyOf(objects);
        suites = List.copyOf(suites);
        holders = Set.copyOf(holders);
    }

    /** Nothing. */
    public static GatekeeperFiles none() {
        return new GatekeeperFiles(List.of(), List.of(), Set.of());
    }

    /**
     * What lies under some paths. A constraint that a suite calls invalid is left out.
     *
     * @throws PolicyLoadException if a path is missing, or a file that speaks of Gatekeeper cannot be read
     */
    public static GatekeeperFiles read(List<Path> paths) throws PolicyLoadException {
        List<Source> objects = new ArrayList<>();
        List<Suite> suites = new ArrayList<>();
        Set<Path> holders = new LinkedHashSet<>();
        for (Path path : paths) {
            for (Path file : files(path)) {
                for (MapNode document : documents(file)) {
                    String version = document.string("apiVersion").orElse("");
                    if (version.startsWith(Suite.GROUP + "/")) {
                        suites.add(Suite.read(document, file));
                        holders.add(path);
                    } else if (version.contains(GROUP_SUFFIX)) {
                        objects.add(new Source(document, file.toString()));
                        holders.add(path);
                    }
                }
            }
        }
        Set<Path> invalid = new TreeSet<>();
        suites.forEach(suite -> suite.tests().stream()
                .filter(Suite.Test::invalid)
                .forEach(test -> invalid.add(test.constraint().toAbsolutePath().normalize())));
        objects.removeIf(object -> isConstraint(object)
                && invalid.contains(Path.of(object.file()).toAbsolutePath().normalize()));
        return new GatekeeperFiles(objects, suites, holders);
    }

    /** The same with objects that lie in no file. */
    public GatekeeperFiles with(List<Source> more) {
        List<Source> all = new ArrayList<>(objects);
        all.addAll(more);
        return new GatekeeperFiles(all, suites, holders);
    }

    /** The templates and constraints. @throws PolicyLoadException if one cannot run */
    public GatekeeperLibrary library() throws PolicyLoadException {
        return GatekeeperLibrary.of(objects);
    }

    /** The templates and constraints as they were read, in the order of files. */
    public List<Source> used() {
        return objects.stream()
                .filter(object -> isConstraint(object) || isTemplate(object))
                .toList();
    }

    private static boolean isTemplate(Source object) {
        return object.object()
                .string("apiVersion")
                .filter(version -> version.startsWith(ConstraintTemplate.GROUP + "/"))
                .isPresent();
    }

    /** Whether a path holds any of them. */
    public boolean holds(Path path) {
        return holders.contains(path);
    }

    /** Ids of all constraints, whether or not they can be used. */
    public Set<String> ids() {
        Set<String> ids = new TreeSet<>();
        for (Source object : objects) {
            if (isConstraint(object)) {
                String name = object.object()
                        .map("metadata")
                        .flatMap(metadata -> metadata.string("name"))
                        .orElse("");
                ids.add(object.object().string("kind").orElse("") + "." + name);
            }
        }
        return ids;
    }

    private static boolean isConstraint(Source object) {
        return object.object()
                .string("apiVersion")
                .filter(version -> version.startsWith(Constraint.GROUP + "/"))
                .isPresent();
    }

    private static List<MapNode> documents(Path file) throws PolicyLoadException {
        try {
            String text = TextFiles.read(file);
            return text.contains(GROUP_SUFFIX) ? Documents.of(text, file) : List.of();
        } catch (TextFiles.Unusable e) {
            throw new PolicyLoadException(e.sentence());
        }
    }

    private static List<Path> files(Path path) throws PolicyLoadException {
        if (!Files.exists(path)) {
            throw new PolicyLoadException("There is no policy file or folder " + path);
        }
        if (!Files.isDirectory(path)) {
            return path.toString().matches(NAMES) ? List.of(path) : List.of();
        }
        try (Stream<Path> all = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(file -> file.toString().matches(NAMES) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new PolicyLoadException("The policies in %s cannot be read: %s".formatted(path, e.getMessage()));
        }
    }
}
