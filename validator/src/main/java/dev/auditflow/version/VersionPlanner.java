package dev.auditflow.version;

import dev.auditflow.check.upgrade.Effect;
import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Source;
import dev.auditflow.config.Target;
import dev.auditflow.config.VersionedPart;
import dev.auditflow.gate.GitTree;
import dev.auditflow.manifest.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Computes the next version of each part. */
public final class VersionPlanner {
    private final History history;
    private final List<Target> targets;
    private final Renderings renderings;
    private final Map<String, List<Upgrade>> upgrades = new HashMap<>();

    /** What targets render otherwise than at a commit. */
    public interface Renderings {
        /**
         * One upgrade for each target; files of the commit are named {@code COMMIT:path}.
         *
         * @throws ConfigException if there is nothing to compare with
         * @throws NoAnswer if one of them cannot be rendered
         */
        List<Upgrade> since(String commit) throws ConfigException, NoAnswer;
    }

    /** Nobody knows what changed, so nobody knows the version. Why was said where it was found. */
    public static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** @param targets all that are rendered */
    public VersionPlanner(History history, List<Target> targets, Renderings renderings) {
        this.history = history;
        this.targets = List.copyOf(targets);
        this.renderings = renderings;
    }

    /**
     * The next version of each part, in the order of the parts.
     *
     * @throws ConfigException with a sentence
     * @throws NoAnswer if a target cannot be rendered
     */
    public List<NextVersion> plan(List<VersionedPart> parts) throws ConfigException, NoAnswer {
        Map<String, NextVersion> plans = new LinkedHashMap<>();
        Map<String, List<String>> holds = new HashMap<>();
        for (VersionedPart part : parts) {
            ChartFile chart = ChartFile.of(part.chart());
            NextVersion plan = plan(part, chart);
            holds.put(part.name(), chart.dependencies());
            plans.put(part.name(), plan);
        }
        // A chart names the versions of the charts in it: a release of one is a release of it, and so on upwards.
        for (int level = 0; level < parts.size(); level++) {
            plans.replaceAll((name, plan) -> withDependencies(plan, holds.getOrDefault(name, List.of()), plans));
        }
        return List.copyOf(plans.values());
    }

    private static NextVersion withDependencies(
            NextVersion plan, List<String> dependencies, Map<String, NextVersion> plans) {
        if (plan.released().isEmpty()) {
            return plan;
        }
        Growth growth = new Growth();
        plan.reasons().forEach(reason -> growth.atLeast(plan.bump(), reason));
        plans.values().stream()
                .filter(other -> dependencies.contains(other.chart()) && other.isBehind())
                .forEach(other -> growth.atLeast(other.bump(), other.chart() + " " + other.next()));
        return plan.with(growth);
    }

    private NextVersion plan(VersionedPart part, ChartFile chart) throws ConfigException, NoAnswer {
        SemanticVersion current = chart.version();
        Optional<SemanticVersion> last = history.lastRelease(part.name());
        if (last.isEmpty()) {
            return new NextVersion(part, chart.name(), current, null, Bump.NONE, List.of(), List.of());
        }
        String tag = History.tag(part.name(), last.get());
        List<Path> paths =
                Stream.concat(Stream.of(part.chart()), part.paths().stream()).toList();
        List<Commit> commits = history.since(tag, paths);
        Growth growth = new Growth();
        commits.forEach(commit -> growth.atLeast(commit.bump(), commit.toString()));
        if (!commits.isEmpty()) {
            rendered(part, tag, growth);
            values(part, tag, growth);
        }
        return new NextVersion(part, chart.name(), current, last.get(), growth.bump(), growth.reasons(), commits);
    }

    private void rendered(VersionedPart part, String tag, Growth growth) throws ConfigException, NoAnswer {
        Path chart = real(part.chart());
        Set<String> all = targets.stream().map(Target::name).collect(Collectors.toSet());
        Set<String> own = targets.stream()
                .filter(target -> target.source() instanceof Source.Chart(Path path) && chart.startsWith(real(path)))
                .map(Target::name)
                .collect(Collectors.toSet());
        if (own.isEmpty()) {
            throw new ConfigException(
                    "No release of auditflow.yaml renders %s, so nothing tells what a change of it means; add one"
                            .formatted(part.chart()));
        }
        String commit = history.commit(tag);
        for (Upgrade upgrade : since(commit)) {
            boolean gone = !all.contains(upgrade.target());
            if (gone || own.contains(upgrade.target())) {
                RenderedBump.add(upgrade, effect -> isOf(chart, effect, commit, !gone), growth);
            }
        }
    }

    /** Tags of one commit are rendered once. */
    private List<Upgrade> since(String commit) throws ConfigException, NoAnswer {
        List<Upgrade> known = upgrades.get(commit);
        if (known != null) {
            return known;
        }
        List<Upgrade> fresh = renderings.since(commit);
        upgrades.put(commit, fresh);
        return fresh;
    }

    /** Whether a template of the chart wrote it, itself or by including another. */
    private boolean isOf(Path chart, Effect effect, String commit, boolean unknown) {
        Origin origin = effect.location().origin();
        if (origin.template().isNone()) {
            return unknown;
        }
        return Stream.concat(Stream.of(origin.template()), origin.callers().stream())
                .anyMatch(place -> path(place.file(), commit).startsWith(chart));
    }

    /** Files of a commit are named by it and by their path in the repository. */
    private Path path(String file, String commit) {
        return file.startsWith(commit + ":")
                ? history.root().resolve(file.substring(commit.length() + 1))
                : real(Path.of(file));
    }

    private void values(VersionedPart part, String tag, Growth growth) throws ConfigException {
        try (GitTree tree = GitTree.of(tag)) {
            Path before = tree.at(part.chart());
            if (!Files.exists(before)) {
                return;
            }
            boolean schemas = ValuesKeys.hasSchema(before) && ValuesKeys.hasSchema(part.chart());
            Set<String> was = schemas ? ValuesKeys.ofSchema(before) : ValuesKeys.ofDefaults(before);
            Set<String> is = schemas ? ValuesKeys.ofSchema(part.chart()) : ValuesKeys.ofDefaults(part.chart());
            without(was, is).forEach(key -> growth.atLeast(Bump.MAJOR, "the value " + key + " is gone"));
            without(is, was).forEach(key -> growth.atLeast(Bump.MINOR, "the value " + key + " is new"));
        }
    }

    private static List<String> without(Set<String> keys, Set<String> others) {
        List<String> left = new ArrayList<>(keys);
        left.removeAll(others);
        return left;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }
}
