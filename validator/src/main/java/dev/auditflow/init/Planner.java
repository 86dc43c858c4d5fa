package dev.auditflow.init;

import dev.auditflow.init.PlannedRelease.PlannedEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Turns what a repository holds into a plan: one release for each chart, kustomization and folder of manifests. */
public final class Planner {
    /** Folders that say how something is kept and not what it is. */
    private static final Set<String> WORDLESS = Set.of(
            "overlays",
            "overlay",
            "base",
            "bases",
            "k8s",
            "kubernetes",
            "manifests",
            "deploy",
            "deployment",
            "kustomize",
            "environments",
            "envs",
            "charts",
            "chart",
            "helm",
            "apps",
            "yaml",
            "config");

    private final Repository repository;
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final List<PlannedRelease> releases = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private Planner(Repository repository) {
        this.repository = repository;
    }

    /**
     * A plan, and how to find definitions of kinds that have no schema.
     *
     * @param files YAML and JSON files that were looked at
     */
    public record Proposal(Plan plan, int files, Definitions definitions) {}

    /** Finds the files of the repository that define one of these {@code group/Kind}. */
    public interface Definitions {
        List<String> of(Collection<String> kinds);
    }

    /** Looks at a repository. @throws IOException if its folder cannot be read */
    public static Proposal propose(Path root) throws IOException {
        return new Planner(Repository.walk(root)).propose();
    }

    private Proposal propose() {
        Charts charts = Charts.in(repository);
        ValuesFiles values = new ValuesFiles(repository, charts, leftOut);
        for (Charts.Found chart : charts.found(leftOut)) {
            add(name(chart.name(), chart.folder()), "chart", chart.folder(), values.of(chart.folder(), chart.name()));
        }
        Kustomizations kustomizations = Kustomizations.in(repository, charts, leftOut);
        for (Path folder : kustomizations.roots()) {
            add(name(slug(folder), folder), "kustomize", folder, environments(folder));
        }
        List<Path> manifests = new Manifests(repository, charts, kustomizations, leftOut).sources();
        for (Path source : manifests) {
            add(name(slug(source), source), "manifests", source, environments(source));
        }
        for (Path link : repository.links()) {
            leftOut.add(new LeftOut(Repository.name(link), "a symbolic link is not followed"));
        }
        List<Path> definitions = new ArrayList<>(charts.crdFiles());
        repository.files().stream().filter(file -> !charts.own(file)).forEach(definitions::add);
        Plan plan = new Plan(inEnvironments(), List.of(), List.of(), Map.of(), leftOut);
        return new Proposal(plan, repository.files().size(), new CustomResources(repository, definitions)::defining);
    }

    private void add(String name, String source, Path path, Map<String, PlannedEnvironment> environments) {
        releases.add(new PlannedRelease(name, source, Repository.name(path), environments));
    }

    /** Releases without an environment of their own get one by name as soon as any other release has one. */
    private List<PlannedRelease> inEnvironments() {
        boolean none =
                releases.stream().allMatch(release -> release.environments().isEmpty());
        String name = none ? "" : EnvironmentNames.DEFAULT;
        return releases.stream()
                .map(release -> release.environments().isEmpty()
                        ? new PlannedRelease(
                                release.name(),
                                release.source(),
                                release.path(),
                                Map.of(name, PlannedEnvironment.of(List.of(), Map.of())))
                        : release)
                .toList();
    }

    /** The environment that a path is for, by the name of a folder in it. */
    private static Map<String, PlannedEnvironment> environments(Path path) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            String name = path.getName(i).toString().replaceFirst("\\.(ya?ml|json)$", "");
            if (!name.isEmpty() && EnvironmentNames.isKnown(name)) {
                return Map.of(ValuesFiles.slug(name), PlannedEnvironment.of(List.of(), Map.of()));
            }
        }
        return Map.of();
    }

    private static String slug(Path path) {
        String words = StreamSupport.stream(path.spliterator(), false)
                .map(part -> part.toString().replaceFirst("\\.(ya?ml|json)$", ""))
                .filter(part -> !WORDLESS.contains(part.toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining("-"));
        if (!words.isEmpty()) {
            return words;
        }
        String whole = path.toString().replace('/', '-');
        return whole.isEmpty() ? "root" : whole;
    }

    /** A name that no other release has, and that Helm takes. */
    private String name(String wanted, Path path) {
        String name = release(wanted);
        if (!names.add(name)) {
            name = release(path.toString());
            for (int i = 2; !names.add(name); i++) {
                name = release(wanted) + "-" + i;
            }
        }
        return name;
    }

    private static String release(String text) {
        String name = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String cut = name.substring(0, Math.min(name.length(), 50)).replaceAll("^-+|-+$", "");
        return cut.isEmpty() ? "release" : cut;
    }
}
