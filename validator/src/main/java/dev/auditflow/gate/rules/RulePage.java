package dev.auditflow.gate.rules;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.auditflow.check.Finding;
import dev.auditflow.check.policy.PolicyRule;
import dev.auditflow.check.policy.PolicyRules;
import dev.auditflow.check.policy.rego.Value;
import dev.auditflow.check.policy.rego.ValueWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The page of a rule in Markdown.
 *
 * @param examples with what the rule finds in them; the first bad and the first good one are shown
 */
record RulePage(RuleEntry entry, List<Shown> examples) {
    /** The first line of every page, by which a page of a rule that is gone is known. */
    static final String MARK = "<!-- Written by 'auditflow policy docs'. Change the rule instead. -->";

    private static final int CONTEXT = 3;
    private static final Set<String> WITHOUT_WAIVER = Set.of("run", "render");

    /** An example and what is found in it. */
    record Shown(Example example, List<Finding> findings) {
        Shown {
            findings = List.copyOf(findings);
        }
    }

    RulePage {
        examples = List.copyOf(examples);
    }

    static String fileName(String id) {
        return id.replaceAll("[^A-Za-z0-9._-]", "_") + ".md";
    }

    String text() {
        StringBuilder page = new StringBuilder(MARK + "\n\n");
        page.append("# %s: %s\n\n".formatted(entry.id(), inline(entry.rule().title())));
        facts(page);
        page.append(paragraph(entry.rule().description())).append("\n\n");
        if (!entry.rule().remedy().isEmpty()) {
            page.append("**What to do:** ")
                    .append(paragraph(entry.rule().remedy()))
                    .append("\n\n");
        }
        Optional<Shown> bad =
                examples.stream().filter(shown -> shown.example().bad()).findFirst();
        bad.ifPresent(shown -> found(page, shown));
        examples.stream()
                .filter(shown -> !shown.example().bad())
                .findFirst()
                .ifPresent(shown -> passes(page, shown.example(), bad.map(Shown::example)));
        entry.policy().ifPresentOrElse(policy -> settings(page, policy), () -> page.append("""
                ## Severity

                It is part of the gate: `policies.rules` cannot change it.

                """));
        if (isWaivable()) {
            waiver(page);
        }
        if (entry.rule().link().startsWith("http")
                && !entry.rule().link().endsWith("/docs/rules/" + entry.id() + ".md")) {
            page.append("Read more: <%s>\n\n".formatted(entry.rule().link()));
        }
        return page.toString().stripTrailing() + "\n";
    }

    private void facts(StringBuilder page) {
        page.append("| | |\n|---|---|\n");
        row(page, "severity", entry.rule().severity().word());
        if (entry.policy().isEmpty()) {
            row(page, "check", entry.rule().check());
        }
        entry.policy().ifPresent(policy -> {
            row(page, policy.isOwn() ? "namespace" : "pack", "`" + entry.pack() + "`");
            row(
                    page,
                    "looks at",
                    policy.kinds().isEmpty()
                            ? "objects of every kind"
                            : String.join(", ", new TreeSet<>(policy.kinds())));
            row(page, "sees", policy.ofTarget() ? "all objects of a target at once" : "one object at a time");
            if (policy.isOwn()) {
                row(page, "source", "`" + policy.file() + "`");
            }
        });
        page.append('\n');
    }

    private static void row(StringBuilder page, String name, String value) {
        page.append("| %s | %s |\n".formatted(name, value.replace("|", "\\|")));
    }

    private static void found(StringBuilder page, Shown shown) {
        page.append("## Is found\n\n");
        yaml(page, shown.example().text());
        for (Finding finding : shown.findings()) {
            String path = finding.path().toString();
            String place = finding.resource().isNone()
                    ? "the document"
                    : "`%s/%s`"
                            .formatted(
                                    finding.resource().kind(),
                                    finding.resource().name());
            page.append("- %s%s\n  %s\n"
                    .formatted(
                            place,
                            path.isEmpty() ? "" : " `" + path + "`",
                            inline(finding.message().lines().findFirst().orElse(""))));
        }
        page.append('\n');
    }

    /** What passes as a change of what does not, where that is shorter. */
    private static void passes(StringBuilder page, Example good, Optional<Example> bad) {
        page.append("## Passes\n\n");
        List<String> after = good.text().strip().lines().toList();
        List<String> before =
                bad.map(example -> example.text().strip().lines().toList()).orElse(List.of());
        List<String> diff = UnifiedDiffUtils.generateUnifiedDiff(
                "fail.yaml", "pass.yaml", before, DiffUtils.diff(before, after), CONTEXT);
        if (before.isEmpty() || diff.size() > after.size()) {
            yaml(page, good.text());
        } else {
            page.append("```diff\n").append(String.join("\n", diff)).append("\n```\n\n");
        }
    }

    private static void yaml(StringBuilder page, String text) {
        page.append("```yaml\n").append(text.strip()).append("\n```\n\n");
    }

    private void settings(StringBuilder page, PolicyRule policy) {
        page.append("## Settings\n\nIn `auditflow.yaml`:\n\n");
        StringBuilder yaml = new StringBuilder(
                """
                policies:
                  rules:
                    %s: off        # or info, warn, deny; %s without this line
                """.formatted(entry.id(), entry.rule().severity().word()));
        if (!policy.parameters().isEmpty()) {
            yaml.append("  parameters:\n    %s:\n".formatted(entry.pack()));
            for (Value.Obj parameter : policy.parameters()) {
                yaml.append("      # %s\n      %s: %s\n"
                        .formatted(
                                parameter.string("description").orElse(""),
                                parameter.string("name").orElse(""),
                                ValueWriter.json(parameter.get("default").orElse(Value.nil()))));
            }
        }
        yaml(page, yaml.toString());
    }

    private boolean isWaivable() {
        return !WITHOUT_WAIVER.contains(entry.rule().check()) && !entry.id().equals(PolicyRules.NOT_EVALUATED.id());
    }

    private void waiver(StringBuilder page) {
        page.append("""
                ## Waive

                For one object and a time, in `auditflow.yaml`:

                ```yaml
                waivers:
                  - rule: %s
                    resource: Kind/name
                    reason: why this is acceptable
                    owner: team
                    expires: 2030-12-31
                ```

                or on the object: `auditflow.dev/waive: "%s: why this is acceptable"`.

                """.formatted(entry.id(), entry.id()));
    }

    /** Text from METADATA as a paragraph: markup in it stays as its author wrote it. */
    private static String paragraph(String text) {
        return text.strip();
    }

    private static String inline(String text) {
        return text.replace("<", "&lt;").strip();
    }
}
