package dev.auditflow.gate.rules;

import dev.auditflow.check.Finding;
import dev.auditflow.check.policy.BuiltinPolicies;
import dev.auditflow.check.policy.OwnPolicies;
import dev.auditflow.check.policy.PolicyRule;
import dev.auditflow.check.policy.PolicySet;
import dev.auditflow.host.AtomicFiles;
import dev.auditflow.host.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder with a page for every rule and an index of them. */
public final class RulePages {
    private static final String INDEX = "README.md";

    /** What stands above the rules of a pack in the index; in the order of the index. */
    private static final Map<String, String> GROUPS = groups();

    private final TreeMap<String, String> texts = new TreeMap<>();

    private static Map<String, String> groups() {
        Map<String, String> groups = new LinkedHashMap<>();
        groups.put("schema", "Schemas");
        groups.put("policy", "Policies themselves");
        groups.put("pss-baseline", "Pod Security Standards, baseline");
        groups.put("pss-restricted", "Pod Security Standards, restricted");
        groups.put("workload", "Workloads");
        groups.put("raspberry-pi", "Raspberry Pi and K3s");
        groups.put("rbac", "Least privilege");
        groups.put("secrets", "Secrets in plain text");
        groups.put("helm", "Helm");
        groups.put("golden", "Golden files");
        groups.put("render", "Rendering");
        groups.put("run", "The run itself");
        return groups;
    }

    /**
     * The pages of these rules.
     *
     * @param own empty if the user has no policies
     * @throws IOException with a sentence, if an example cannot be read
     */
    public static RulePages of(List<RuleEntry> entries, BuiltinPolicies builtin, Optional<OwnPolicies> own)
            throws IOException {
        RulePages pages = new RulePages();
        for (RuleEntry entry : entries) {
            List<RulePage.Shown> shown = entry.policy().isEmpty()
                    ? Example.of(entry.rule()).stream()
                            .map(example -> new RulePage.Shown(example, Examples.findings(entry.rule(), example)))
                            .toList()
                    : shown(entry.policy().get(), builtin, own);
            pages.texts.put(RulePage.fileName(entry.id()), new RulePage(entry, shown).text());
        }
        pages.texts.put(INDEX, index(entries));
        return pages;
    }

    private static List<RulePage.Shown> shown(PolicyRule rule, BuiltinPolicies builtin, Optional<OwnPolicies> own)
            throws IOException {
        if (rule.isOwn() && own.filter(set -> set.rules().contains(rule)).isEmpty()) {
            // Examples of Gatekeeper's constraints are named by suites, which are no part of the pages.
            return List.of();
        }
        PolicySet set = rule.isOwn() ? own.orElseThrow() : builtin;
        List<Example> examples = rule.isOwn() ? Example.in(Path.of(rule.file()).resolveSibling("")) : Example.of(rule);
        List<RulePage.Shown> shown = new ArrayList<>();
        for (Example example : examples) {
            List<Finding> findings = Examples.findings(set, rule, example);
            // A folder's examples belong to all of its rules: a bad one is shown where it is found.
            if (!example.bad() || !findings.isEmpty()) {
                shown.add(new RulePage.Shown(example, findings));
            }
        }
        return shown;
    }

    private static String index(List<RuleEntry> entries) {
        Map<String, List<RuleEntry>> packs = new LinkedHashMap<>();
        GROUPS.keySet().forEach(pack -> packs.put(pack, new ArrayList<>()));
        entries.forEach(entry ->
                packs.computeIfAbsent(entry.pack(), _ -> new ArrayList<>()).add(entry));
        StringBuilder page = new StringBuilder(RulePage.MARK + "\n\n# Rules\n\n");
        packs.forEach((pack, rules) -> {
            if (!rules.isEmpty()) {
                page.append("## %s\n\n| id | severity | title |\n|---|---|---|\n"
                        .formatted(GROUPS.getOrDefault(pack, "`" + pack + "`")));
                rules.forEach(entry -> page.append("| [%s](%s) | %s | %s |\n"
                        .formatted(
                                entry.id(),
                                RulePage.fileName(entry.id()),
                                entry.rule().severity().word(),
                                entry.rule().title().replace("|", "\\|"))));
                page.append('\n');
            }
        });
        return page.toString().stripTrailing() + "\n";
    }

    /** How many pages there are, without the index. */
    public int count() {
        return texts.size() - 1;
    }

    /** Names of pages in a folder that are missing, differ, or belong to no rule. */
    public List<String> stale(Path folder) throws IOException {
        List<String> stale = new ArrayList<>();
        for (Map.Entry<String, String> page : texts.entrySet()) {
            Path file = folder.resolve(page.getKey());
            if (!Files.exists(file)) {
                stale.add(file + " is missing");
            } else if (!TextFiles.read(file).equals(page.getValue())) {
                stale.add(file + " is not what the rule says");
            }
        }
        for (Path file : orphans(folder)) {
            stale.add(file + " belongs to no rule");
        }
        return stale;
    }

    /** Writes the pages and removes those that were written before for rules that are gone. */
    public void write(Path folder) throws IOException {
        for (Map.Entry<String, String> page : texts.entrySet()) {
            AtomicFiles.write(folder.resolve(page.getKey()), page.getValue());
        }
        for (Path file : orphans(folder)) {
            Files.delete(file);
        }
    }

    private List<Path> orphans(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> orphans = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".md")
                        && !texts.containsKey(name)
                        && TextFiles.read(file).startsWith(RulePage.MARK)) {
                    orphans.add(file);
                }
            }
        }
        return orphans;
    }
}
