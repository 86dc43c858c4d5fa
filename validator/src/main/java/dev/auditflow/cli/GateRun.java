package dev.auditflow.cli;

import dev.auditflow.check.Account;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Run;
import dev.auditflow.check.Verdict;
import dev.auditflow.check.policy.BuiltinPolicies;
import dev.auditflow.check.waiver.Baseline;
import dev.auditflow.check.waiver.Waivers;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import dev.auditflow.engine.Helpers;
import dev.auditflow.gate.Gate;
import dev.auditflow.gate.OpenedGate;
import dev.auditflow.gate.TargetGate;
import dev.auditflow.gate.cache.CachedGate;
import dev.auditflow.gate.cache.InputKeys;
import dev.auditflow.gate.cache.VerdictCache;
import dev.auditflow.gate.excerpt.FindingExcerpts;
import dev.auditflow.host.CacheFolder;
import dev.auditflow.host.ProgramDigest;
import dev.auditflow.policies.Policy;
import dev.auditflow.render.Renderer;
import dev.auditflow.render.SealedValues;
import dev.auditflow.report.Excerpts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Runs the gate: verdicts that are known already come from the cache, the rest is judged. Schemas, policies and engines
 * are loaded when a target needs them, and stay for the next run with the same settings. Not for several threads.
 */
final class GateRun {
    /** The account's line of verdicts that were not made anew. */
    static final String FROM_CACHE = "verdicts from the cache";

    private final CheckFlags checks;
    private final RunFlags flags;
    private final List<Object> said;
    private final VerdictCache cache;
    private final CompletableFuture<Optional<String>> program;
    private @Nullable Wiring wired;
    private String wiredFor = "";

    /**
     * Begins to find out which program this is, beside what is done until the run.
     *
     * @param spec the command, which mixes in {@code checkFlags}
     */
    GateRun(CheckFlags checks, RunFlags flags, CommandSpec spec) {
        this.checks = checks;
        this.flags = flags;
        this.said = said(spec);
        this.program = flags.cached()
                ? CompletableFuture.supplyAsync(() -> ProgramDigest.of(Main.class, Policy.class))
                : CompletableFuture.completedFuture(Optional.empty());
        this.cache = flags.cached()
                ? VerdictCache.in(CacheFolder.path().resolve("verdicts"), VerdictCache.MAX_BYTES)
                : VerdictCache.off();
    }

    /** Everything that the command line says about the checks; a flag that is added to them later is in it. */
    private static List<Object> said(CommandSpec spec) {
        List<Object> said = new ArrayList<>();
        CommandLine.ParseResult given = spec.commandLine().getParseResult();
        for (OptionSpec option :
                Objects.requireNonNull(spec.mixins().get("checkFlags")).options()) {
            if (!given.hasMatchedOption(option)) {
                continue;
            }
            Object value = option.getValue();
            said.add(option.longestName());
            said.add(value == null ? "" : value);
        }
        return said;
    }

    /**
     * The run over these targets.
     *
     * @param baselineFile an empty path for none
     * @throws ConfigException with a sentence for the user
     */
    Run run(ScopeFlags.Scope scope, Path baselineFile) throws ConfigException {
        return run(scope, baselineFile, Map.of());
    }

    /**
     * As {@link #run(ScopeFlags.Scope, Path)}, and looks behind encrypted values too.
     *
     * @param opened what targets take for values that SOPS encrypted
     */
    Run run(ScopeFlags.Scope scope, Path baselineFile, Map<Target, SealedValues> opened) throws ConfigException {
        Selection.Chosen chosen = scope.chosen();
        Config config = chosen.config();
        boolean failOnWarn = flags.failOnWarn(config);
        LocalDate today = LocalDate.now(Clock.systemUTC());
        Waivers waivers = new Waivers(config.waivers(), config.file().toString(), today);
        Baseline baseline = baseline(baselineFile);
        InputKeys keys = keys(config, baselineFile, failOnWarn, today);
        CachedGate cached = new CachedGate(cache, keys, waivers, baseline);
        Gate gate = new Gate(flags.jobs());
        List<Target> targets = chosen.targets();
        Map<Target, Verdict> known = known(gate, cached, targets);
        List<Verdict> verdicts = new ArrayList<>(targets.size() + 1);
        Uses used = new Uses();
        Map<String, Rule> rules = cache.rules(keys.settings()).orElse(Map.of());
        if (known.keySet().containsAll(targets) && !rules.isEmpty()) {
            targets.forEach(target -> verdicts.add(known.get(target)));
        } else {
            Wiring wiring = wiring(chosen, keys.settings());
            TargetGate judge = new TargetGate(wiring.renderer(), wiring.checks(), waivers, baseline, failOnWarn);
            try (Progress progress = new Progress(targets.size())) {
                verdicts.addAll(gate.judge(
                        targets,
                        target -> known.containsKey(target)
                                ? known.get(target)
                                : used.note(target, cached.judge(target, judge)),
                        progress));
            }
            rules = wiring.rules();
            cache.keepRules(keys.settings(), rules);
            cache.trim();
        }
        if (!opened.isEmpty()) {
            Wiring wiring = wiring(chosen, keys.settings());
            lookBehind(
                    opened,
                    new OpenedGate(wiring.renderer(), wiring.checks(), waivers, baseline, failOnWarn),
                    targets,
                    verdicts);
        }
        aboutConfiguration(chosen, waivers, failOnWarn).ifPresent(verdicts::add);
        Run plain = Gate.run(Version.text(), verdicts, rules, account(scope, known, baseline));
        Run run = flags.coverage() ? plain.with(used.coverage(targets)) : plain;
        return scope.isEmptyOnPurpose() || !scope.shard().isWhole() ? Gate.part(run, scope.shard()) : run;
    }

    /** What no target shows: waivers and golden files that nothing needs any more. Only the whole configuration can tell. */
    private static Optional<Verdict> aboutConfiguration(Selection.Chosen chosen, Waivers waivers, boolean failOnWarn)
            throws ConfigException {
        if (!chosen.whole()) {
            return Optional.empty();
        }
        Config config = chosen.config();
        List<Finding> rotten = new ArrayList<>(waivers.rotten());
        rotten.addAll(Wiring.golden(config).strays(chosen.targets()));
        return rotten.isEmpty()
                ? Optional.empty()
                : Optional.of(Gate.aboutConfiguration(config.file().toString(), rotten, failOnWarn));
    }

    /** What is found behind encrypted values depends on a key, so it is never kept. */
    private static void lookBehind(
            Map<Target, SealedValues> opened, OpenedGate judge, List<Target> targets, List<Verdict> verdicts) {
        for (int i = 0; i < targets.size(); i++) {
            SealedValues values = opened.get(targets.get(i));
            if (values != null) {
                verdicts.set(i, judge.judge(targets.get(i), verdicts.get(i), values));
            }
        }
    }

    /** Lines around the places of the run's findings. @throws ConfigException with a sentence for the user */
    Excerpts excerpts(ScopeFlags.Scope scope, Run run) throws ConfigException {
        Renderer renderer = wired != null
                ? wired.renderer()
                : Wiring.renderer(scope.chosen().config(), checks);
        return new FindingExcerpts(renderer, new Gate(flags.jobs()))
                .of(scope.chosen().targets(), run);
    }

    /** Files and folders that a run over these targets reads. @throws ConfigException if a flag makes no sense */
    List<Path> inputs(Selection.Chosen chosen) throws ConfigException {
        return InputPaths.of(chosen, checks, flags.baseline(chosen.config()));
    }

    private static Map<Target, Verdict> known(Gate gate, CachedGate cached, List<Target> targets) {
        List<Optional<Verdict>> found = gate.each(targets, cached::find);
        Map<Target, Verdict> known = new HashMap<>();
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            found.get(i).ifPresent(verdict -> known.put(target, verdict));
        }
        return known;
    }

    private static Account account(ScopeFlags.Scope scope, Map<Target, Verdict> known, Baseline baseline) {
        List<Target> targets = scope.chosen().targets();
        List<Account.Line> lines = new ArrayList<>();
        int left = scope.skipped().stream().mapToInt(Account.Skip::count).sum();
        lines.add(new Account.Line("targets", targets.size() + left, targets.size(), scope.skipped()));
        int hits = (int) targets.stream().filter(known::containsKey).count();
        if (hits > 0) {
            lines.add(new Account.Line(FROM_CACHE, hits, hits, List.of()));
        }
        if (scope.chosen().whole()) {
            baseline.account().ifPresent(lines::add);
        }
        return new Account(lines);
    }

    private InputKeys keys(Config config, Path baselineFile, boolean failOnWarn, LocalDate today) {
        String engine = checks.schemaEngine(config.schemaEngine()).name();
        if (!flags.cached() || engine.equals("kubeconform") || checks.asksCluster()) {
            return InputKeys.none();
        }
        List<String> engines =
                engine.equals("embedded") ? List.of() : Helpers.here().names();
        List<Object> more = List.of(said, failOnWarn, flags.strict(), baselineFile, engines);
        try {
            return InputKeys.of(program::join, config, more, Wiring.golden(config), today);
        } catch (IOException e) {
            // What cannot be read now will be named, with its place, by what needs it.
            return InputKeys.none();
        }
    }

    private Wiring wiring(Selection.Chosen chosen, String settings) throws ConfigException {
        if (wired == null || settings.isEmpty() || !settings.equals(wiredFor)) {
            if (checks.policies(chosen.config().policies()).builtin()) {
                BuiltinPolicies.prepare();
            }
            wired = Wiring.of(chosen, checks, flags.strict(), flags.coverage());
            wiredFor = settings;
        }
        return wired;
    }

    private static Baseline baseline(Path file) throws ConfigException {
        return file.equals(Path.of("")) ? Baseline.none() : ValidateCommand.read(file);
    }
}
