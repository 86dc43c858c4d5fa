package dev.auditflow.cli;

import dev.auditflow.check.Account;
import dev.auditflow.check.CheckResult;
import dev.auditflow.check.Finding;
import dev.auditflow.check.RunRules;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Subject;
import dev.auditflow.check.Verdict;
import dev.auditflow.check.golden.GoldenCheck;
import dev.auditflow.check.golden.GoldenFile;
import dev.auditflow.check.waiver.Baseline;
import dev.auditflow.check.waiver.Waivers;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.Target;
import dev.auditflow.gate.Checks;
import dev.auditflow.gate.Gate;
import dev.auditflow.gate.GoldenFiles;
import dev.auditflow.gate.TargetGate;
import dev.auditflow.init.ConfigText;
import dev.auditflow.init.Plan;
import dev.auditflow.init.Planner;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.render.RenderResult;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tries a plan until everything that it still holds can be checked: what cannot be rendered, or fails in a way that no
 * baseline can hold, is noted in the plan with its reason.
 */
final class InitRun {
    /** Each round takes at least one target out or names one kind more, so this ends long before. */
    private static final int MAX_ROUNDS = 1000;

    private final Path root;
    private final Planner.Proposal proposal;
    private final LocalDate today;
    private final Map<Target, Verdict> known = new HashMap<>();
    private Plan plan;

    InitRun(Path root, Planner.Proposal proposal, LocalDate today) {
        this.root = root;
        this.proposal = proposal;
        this.plan = proposal.plan();
        this.today = today;
    }

    /**
     * What is to be written.
     *
     * @param golden golden files by path
     * @param verdicts today's, without golden files and baseline
     */
    record Outcome(Plan plan, String config, Map<Path, String> golden, String baseline, List<Verdict> verdicts) {
        Outcome {
            golden = Map.copyOf(golden);
            verdicts = List.copyOf(verdicts);
        }

        /** Different findings by severity. */
        Map<Severity, Integer> findings() {
            Map<Severity, Integer> counts = new LinkedHashMap<>();
            verdicts.stream()
                    .flatMap(verdict -> verdict.findings().stream())
                    .map(one -> List.of(one.rule(), one.resource(), one.path(), one.severity()))
                    .distinct()
                    .map(key -> (Severity) key.getLast())
                    .sorted()
                    .forEach(severity -> counts.merge(severity, 1, Integer::sum));
            return counts;
        }
    }

    Outcome run() throws ConfigException {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Plan before = plan;
            Parts parts = parts();
            List<Verdict> verdicts = judge(parts);
            // A release whose own values are not enough goes on with a scenario that renders.
            verdicts.stream().filter(verdict -> !verdict.scenario().isEmpty()).forEach(this::note);
            verdicts.stream().filter(verdict -> verdict.scenario().isEmpty()).forEach(this::note);
            defineKinds(verdicts);
            if (plan.equals(before)) {
                Map<Path, String> golden = golden(parts);
                if (plan.equals(before)) {
                    return new Outcome(plan, text(), golden, Baseline.write(verdicts), verdicts);
                }
            }
        }
        throw new IllegalStateException("the plan did not settle");
    }

    private record Parts(Config config, Wiring wiring, Checks checks) {}

    private String text() {
        return ConfigText.of(plan, Config.DEFAULT_KUBERNETES, today.plusMonths(3));
    }

    private Parts parts() throws ConfigException {
        Config config = ConfigReader.read(root.resolve(Config.FILE_NAME), text());
        Wiring wiring = Wiring.of(new Selection.Chosen(config, config.targets(), true), new CheckFlags(), false);
        Checks checks = new Checks(
                wiring.checks().shared(),
                GoldenFiles.off("they are being written"),
                wiring.checks().off(),
                wiring.checks().allowMissingSchemas());
        return new Parts(config, wiring, checks);
    }

    private List<Verdict> judge(Parts parts) {
        Waivers none = new Waivers(List.of(), "", today);
        TargetGate gate = new TargetGate(parts.wiring().renderer(), parts.checks(), none, Baseline.none(), false);
        List<Target> targets = parts.config().targets();
        List<Target> fresh =
                targets.stream().filter(target -> !known.containsKey(target)).toList();
        try (Progress progress = new Progress(fresh.size())) {
            List<Verdict> verdicts = new Gate(Runtime.getRuntime().availableProcessors())
                    .judge(fresh, target -> gate.judge(target).verdict(), progress);
            for (int i = 0; i < fresh.size(); i++) {
                known.put(fresh.get(i), verdicts.get(i));
            }
        }
        return targets.stream()
                .map(target -> Objects.requireNonNull(known.get(target)))
                .toList();
    }

    /** A finding that no baseline can hold keeps its target out. */
    private void note(Verdict verdict) {
        if (lacksSchema(verdict)) {
            return;
        }
        Optional<Finding> blocking = verdict.findings().stream()
                .filter(finding -> finding.severity() == Severity.DENY && !Baseline.canHold(finding))
                .findFirst();
        blocking.ifPresent(finding ->
                plan = plan.without(verdict.release(), verdict.environment(), verdict.scenario(), reason(finding)));
    }

    private static String reason(Finding finding) {
        String place = finding.location().origin().template().isNone()
                ? finding.location().rendered().toString()
                : finding.location().origin().template().toString();
        boolean named = place.isEmpty() || finding.message().contains(place);
        boolean rendering = finding.rule().equals(RunRules.NOT_RENDERED.id());
        return (rendering ? "it does not render: " : "")
                + (named ? "" : place + ": ")
                + finding.message().strip();
    }

    private void defineKinds(List<Verdict> verdicts) {
        Set<String> kinds = verdicts.stream()
                .flatMap(verdict -> verdict.findings().stream())
                .filter(InitRun::lacksSchema)
                .map(finding ->
                        finding.resource().group() + "/" + finding.resource().kind())
                .collect(Collectors.toCollection(TreeSet::new));
        if (kinds.isEmpty()) {
            return;
        }
        known.values().removeIf(InitRun::lacksSchema);
        Set<String> crds = new TreeSet<>(plan.crds());
        if (crds.addAll(proposal.definitions().of(kinds))) {
            plan = plan.withCrds(List.copyOf(crds));
            return;
        }
        kinds.addAll(plan.allowMissing());
        plan = plan.withAllowMissing(List.copyOf(kinds));
    }

    private static boolean lacksSchema(Verdict verdict) {
        return verdict.findings().stream().anyMatch(InitRun::lacksSchema);
    }

    private static boolean lacksSchema(Finding finding) {
        return finding.rule().equals("AF010");
    }

    private Map<Path, String> golden(Parts parts) {
        GoldenFile format = new GoldenFile(parts.config().goldenMasks());
        GoldenFiles folders =
                GoldenFiles.in(parts.config().golden(), parts.config().goldenMasks());
        Map<Path, String> files = new LinkedHashMap<>();
        for (Target target : parts.config().targets()) {
            Optional<Subject> subject = target.golden() ? subject(parts, target) : Optional.empty();
            if (subject.isEmpty()) {
                continue;
            }
            Map<String, String> texts = new LinkedHashMap<>();
            format.expected(subject.get().resources()).forEach((name, file) -> texts.put(name, file.text()));
            Path folder = folders.folder(target);
            texts.forEach((name, text) -> files.put(root.relativize(folder.resolve(name)), text));
            unstable(parts, target, new GoldenCheck(format, folder.toString(), texts));
        }
        return files;
    }

    /** Renders again: what differs now differs in every run. */
    private void unstable(Parts parts, Target target, GoldenCheck check) {
        List<Finding> findings = subject(parts, target)
                .map(check::run)
                .map(CheckResult::findings)
                .orElse(List.of());
        for (Finding finding : findings) {
            if (finding.resource().isNone() || !finding.rule().equals(GoldenCheck.CHANGED.id())) {
                plan = plan.without(
                        target.release(), target.environment(), "", "its objects have other names in each rendering");
                return;
            }
            String namespace = finding.resource().namespace();
            String object = finding.resource().kind() + "/" + (namespace.isEmpty() ? "" : namespace + "/")
                    + finding.resource().name();
            if (!plan.unstable().containsKey(object)) {
                plan = plan.withUnstable(object, target.release());
            }
        }
    }

    private static Optional<Subject> subject(Parts parts, Target target) {
        return switch (parts.wiring().renderer().render(target)) {
            case RenderResult.Rendered rendered ->
                Optional.of(TargetGate.subject(target, new ManifestReader().read(rendered.rendering())));
            case RenderResult.Failed _ -> Optional.empty();
        };
    }

    /** Judges what was written, as {@code auditflow validate} will. */
    static dev.auditflow.check.Outcome verify(Path file, LocalDate today) throws ConfigException {
        Config config = ConfigReader.read(file);
        Wiring wiring = Wiring.of(new Selection.Chosen(config, config.targets(), true), new CheckFlags(), false);
        Waivers waivers = new Waivers(config.waivers(), config.file().toString(), today);
        TargetGate gate = new TargetGate(
                wiring.renderer(), wiring.checks(), waivers, ValidateCommand.read(config.baseline()), false);
        List<Verdict> verdicts = new ArrayList<>();
        try (Progress progress = new Progress(config.targets().size())) {
            verdicts.addAll(new Gate(Runtime.getRuntime().availableProcessors())
                    .judge(config.targets(), target -> gate.judge(target).verdict(), progress));
        }
        return Gate.run(Version.text(), verdicts, wiring.rules(), new Account(List.of()))
                .outcome();
    }
}
