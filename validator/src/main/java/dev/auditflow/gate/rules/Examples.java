package dev.auditflow.gate.rules;

import dev.auditflow.check.Finding;
import dev.auditflow.check.Rule;
import dev.auditflow.check.RunRules;
import dev.auditflow.check.Subject;
import dev.auditflow.check.policy.BuiltinPolicies;
import dev.auditflow.check.policy.OwnPolicies;
import dev.auditflow.check.policy.PolicyRule;
import dev.auditflow.check.policy.PolicyRules;
import dev.auditflow.check.policy.PolicySet;
import dev.auditflow.check.schema.KubernetesSchemas;
import dev.auditflow.check.schema.SchemaCheck;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.ManifestReader.Manifest;
import dev.auditflow.manifest.Problem;
import dev.auditflow.render.OriginMap;
import dev.auditflow.render.Rendering;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tries rules on their examples: a bad one must be found, a good one must not. */
public final class Examples {
    /** Rules of the newest standards must speak too. */
    private static final String KUBERNETES = new KubernetesSchemas().versions().getLast();

    private Examples() {}

    /** What a rule finds in an example. */
    public static List<Finding> findings(PolicySet policies, PolicyRule rule, Example example) {
        return policies.evaluate(subject(manifest(example))).findings().stream()
                .filter(finding -> finding.rule().equals(rule.id()))
                .sorted()
                .toList();
    }

    /** What the schema check and the reader of manifests find in an example. */
    public static List<Finding> findings(Rule rule, Example example) {
        Manifest manifest = manifest(example);
        List<Finding> findings = new ArrayList<>();
        manifest.problems().forEach(problem -> findings.add(RunRules.finding(problem)));
        findings.addAll(new SchemaCheck(new KubernetesSchemas(), List.of(), Set.of())
                .run(subject(manifest))
                .findings());
        return findings.stream()
                .filter(finding -> finding.rule().equals(rule.id()))
                .sorted()
                .toList();
    }

    /** Tries every built-in rule on its two examples. */
    public static List<Trial> ofBuiltin(BuiltinPolicies policies) {
        List<Trial> trials = new ArrayList<>();
        for (PolicyRule rule : policies.rules()) {
            for (Example example : Example.of(rule)) {
                trials.add(trial(Trial.Kind.BUILTIN_EXAMPLE, policies, example, Set.of(rule.id())));
            }
        }
        return trials;
    }

    /**
     * Tries the user's rules on what lies in their folders. Rules of one folder share its examples: a bad one must be
     * found by one of them, and each of them must find one.
     *
     * @throws IOException with a sentence, if an example cannot be read
     */
    public static List<Trial> of(OwnPolicies policies) throws IOException {
        Map<Path, Set<String>> folders = new TreeMap<>();
        Map<String, String> files = new TreeMap<>();
        for (PolicyRule rule : policies.rules()) {
            Path file = Path.of(rule.file());
            folders.computeIfAbsent(file.resolveSibling("").normalize(), _ -> new TreeSet<>())
                    .add(rule.id());
            files.put(rule.id(), rule.file());
        }
        List<Trial> trials = new ArrayList<>();
        for (Map.Entry<Path, Set<String>> folder : folders.entrySet()) {
            List<Example> examples = Example.in(folder.getKey());
            Set<String> silent = new TreeSet<>(folder.getValue());
            for (Example example : examples) {
                trials.add(trial(Trial.Kind.EXAMPLE, policies, example, folder.getValue()));
                if (example.bad()) {
                    silent.removeAll(found(policies, manifest(example)));
                }
            }
            if (examples.stream().anyMatch(Example::bad)) {
                silent.forEach(id -> trials.add(Trial.of(
                        Trial.Kind.EXAMPLE,
                        id,
                        files.getOrDefault(id, ""),
                        List.of("none of the bad examples in its folder is found by it"))));
            }
        }
        return trials;
    }

    private static Trial trial(Trial.Kind kind, PolicySet policies, Example example, Set<String> rules) {
        Manifest manifest = manifest(example);
        List<String> faults = new ArrayList<>();
        for (Problem problem : manifest.problems()) {
            if (problem.kind() != Problem.Kind.AMBIGUOUS_SCALAR) {
                faults.add(problem.message());
            }
        }
        if (manifest.resources().isEmpty()) {
            faults.add("it holds no object");
        } else {
            List<Finding> findings = policies.evaluate(subject(manifest)).findings();
            List<Finding> about = findings.stream()
                    .filter(finding -> rules.contains(finding.rule()))
                    .sorted()
                    .toList();
            if (example.bad() && about.isEmpty()) {
                faults.add("nothing is found in it");
            }
            findings.stream()
                    .filter(finding -> isUnanswered(finding) || (!example.bad() && rules.contains(finding.rule())))
                    .map(finding -> finding.rule() + ": " + finding.message())
                    .forEach(faults::add);
        }
        return Trial.of(kind, String.join(", ", rules), example.file(), faults);
    }

    private static boolean isUnanswered(Finding finding) {
        return finding.rule().equals(PolicyRules.NOT_EVALUATED.id());
    }

    private static Set<String> found(PolicySet policies, Manifest manifest) {
        return policies.evaluate(subject(manifest)).findings().stream()
                .map(Finding::rule)
                .collect(Collectors.toSet());
    }

    private static Manifest manifest(Example example) {
        Rendering.RenderedFile file = new Rendering.RenderedFile(example.file(), example.text(), OriginMap.none());
        return new ManifestReader().read(new Rendering(List.of(file), List.of()));
    }

    private static Subject subject(Manifest manifest) {
        return new Subject("example", "", "example", KUBERNETES, manifest.resources(), List.of());
    }
}
