package dev.auditflow.cli;

import dev.auditflow.check.Subject;
import dev.auditflow.check.upgrade.Effect;
import dev.auditflow.check.upgrade.Meaning;
import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.Target;
import dev.auditflow.gate.GitTree;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.Renderer;
import dev.auditflow.yaml.MapNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Compares two renderings of each target: of this tree and of a commit, or of two environments. */
final class AgainstRun {
    private final CommandSpec spec;
    private final HelmEngines engines;
    private final Selection.Chosen chosen;
    private final List<Target> targets;
    private final UpgradeComparer comparer;
    private int code = ExitCode.PASS;

    AgainstRun(CommandSpec spec, HelmEngines engines, Selection.Chosen chosen) throws ConfigException {
        this.spec = spec;
        this.engines = engines;
        this.chosen = chosen;
        this.comparer = new UpgradeComparer(spec, chosen.config().goldenMasks());
        this.targets = chosen.targets().stream().filter(Target::golden).toList();
        if (targets.isEmpty()) {
            throw new ConfigException(
                    "Only targets of auditflow.yaml can be compared, in their first Kubernetes version");
        }
    }

    /** The gravest exit code: 1 if anything differs. */
    int code() {
        return code;
    }

    /** Compares as the flags say. @throws ConfigException with a sentence */
    List<Upgrade> run(AgainstFlags flags) throws ConfigException {
        if (!flags.ref().isEmpty() && !flags.environment().isEmpty()) {
            throw new ConfigException("--against and --against-env cannot be used together");
        }
        List<Upgrade> upgrades = flags.ref().isEmpty() ? environment(flags.environment()) : commit(flags.ref());
        if (upgrades.stream().anyMatch(upgrade -> !upgrade.isEmpty())) {
            code = Math.max(code, ExitCode.FINDINGS);
        }
        return upgrades;
    }

    private List<Upgrade> environment(String name) throws ConfigException {
        Config config = chosen.config();
        if (!config.environments().contains(name)) {
            throw new ConfigException("There is no environment \"%s\" in %s; it lists %s"
                    .formatted(name, config.file(), String.join(", ", config.environments())));
        }
        Renderer renderer = renderer(config);
        List<Upgrade> upgrades = new ArrayList<>();
        for (Target target : targets) {
            Optional<Target> other = find(config, target.release(), name);
            if (!target.environment().equals(name) && other.isPresent()) {
                String label = target.name() + " against " + name;
                add(label, other, renderer, Optional.of(target), renderer, UnaryOperator.identity(), upgrades);
            }
        }
        if (upgrades.isEmpty() && code == ExitCode.PASS) {
            throw new ConfigException("None of these releases goes to %s and to another environment".formatted(name));
        }
        return upgrades.stream().map(AgainstRun::sideBySide).toList();
    }

    /** Nobody upgrades one environment to another: what would happen then is left out. */
    private static Upgrade sideBySide(Upgrade upgrade) {
        List<Effect> effects = upgrade.effects().stream()
                .map(effect -> effect.meaning().compareTo(Meaning.RESTARTS) > 0 ? effect : plain(effect))
                .distinct()
                .toList();
        return new Upgrade(upgrade.target(), upgrade.comparison(), effects);
    }

    private static Effect plain(Effect effect) {
        return new Effect(Meaning.CONFIG, effect.resource(), effect.trail(), "", "", effect.location());
    }

    /** Compares with what a commit renders. @throws ConfigException with a sentence */
    List<Upgrade> commit(String ref) throws ConfigException {
        Config config = chosen.config();
        try (GitTree tree = GitTree.of(ref)) {
            Path file = tree.at(config.file());
            if (!Files.exists(file)) {
                throw new ConfigException(
                        "%s has no %s, so there is nothing to compare with".formatted(ref, config.file()));
            }
            Config old = ConfigReader.read(file);
            Renderer before = renderer(old);
            Renderer after = renderer(config);
            List<Upgrade> upgrades = new ArrayList<>();
            for (Target target : targets) {
                Optional<Target> was = find(old, target.release(), target.environment());
                add(target.name(), was, before, Optional.of(target), after, tree::named, upgrades);
            }
            for (Target gone : chosen.whole() ? old.targets() : List.<Target>of()) {
                if (gone.golden()
                        && find(config, gone.release(), gone.environment()).isEmpty()) {
                    add(gone.name(), Optional.of(gone), before, Optional.empty(), after, tree::named, upgrades);
                }
            }
            return upgrades;
        }
    }

    private Renderer renderer(Config config) throws ConfigException {
        return new Renderer(engines.of(config), System.in);
    }

    private static Optional<Target> find(Config config, String release, String environment) {
        return config.targets().stream()
                .filter(target -> target.golden()
                        && target.release().equals(release)
                        && target.environment().equals(environment))
                .findFirst();
    }

    private void add(
            String name,
            Optional<Target> old,
            Renderer before,
            Optional<Target> now,
            Renderer after,
            UnaryOperator<String> named,
            List<Upgrade> upgrades) {
        // The two renderings are made side by side.
        List<Rendered> both = Stream.<Supplier<Rendered>>of(() -> render(old, before), () -> render(now, after))
                .parallel()
                .map(Supplier::get)
                .toList();
        boolean whole = isRendered(both.getFirst(), named) && isRendered(both.getLast(), UnaryOperator.identity());
        if (whole) {
            String namespace = now.or(() -> old)
                    .map(target -> target.options().namespace())
                    .orElse("");
            String version = now.or(() -> old).map(Target::kubernetesVersion).orElse("");
            List<MapNode> definitions = both.reversed().stream()
                    .flatMap(rendered -> rendered.subject().stream())
                    .findFirst()
                    .map(Subject::customResourceDefinitions)
                    .orElse(List.of());
            Upgrade upgrade = comparer.compare(
                    name, both.getFirst().resources(), both.getLast().resources(), definitions, namespace, version);
            upgrades.add(new Upgrade(
                    name,
                    upgrade.comparison(),
                    upgrade.effects().stream()
                            .map(effect -> named(effect, named))
                            .toList()));
            code = comparer.failed() ? ExitCode.NO_ANSWER : code;
        }
    }

    /** What one side renders, nothing where a target is not there, and what was in the way. */
    private record Rendered(Optional<Subject> subject, List<String> sentences) {
        List<Resource> resources() {
            return subject.map(Subject::resources).orElse(List.of());
        }
    }

    private static Rendered render(Optional<Target> target, Renderer renderer) {
        List<String> sentences = new ArrayList<>();
        Optional<Subject> subject = target.flatMap(it -> GoldenTargets.subject(it, renderer, sentences::add));
        return new Rendered(subject, sentences);
    }

    private boolean isRendered(Rendered side, UnaryOperator<String> named) {
        for (String sentence : side.sentences()) {
            spec.commandLine().getErr().println("auditflow: " + named.apply(sentence));
            code = ExitCode.NO_ANSWER;
        }
        return side.sentences().isEmpty();
    }

    private static Effect named(Effect effect, UnaryOperator<String> named) {
        Location location = effect.location();
        Origin origin = location.origin();
        Origin other = new Origin(
                named(origin.template(), named),
                origin.precision(),
                origin.values().stream()
                        .map(value -> new Origin.ValueOrigin(value.key(), named(value.place(), named)))
                        .toList());
        return new Effect(
                effect.meaning(),
                effect.resource(),
                effect.trail(),
                effect.message(),
                effect.remedy(),
                new Location(named(location.rendered(), named), other));
    }

    private static Place named(Place place, UnaryOperator<String> named) {
        return new Place(named.apply(place.file()), place.line(), place.column());
    }
}
