package dev.auditflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.check.Rule;
import dev.auditflow.check.policy.PolicyRule;
import dev.auditflow.config.ConfigException;
import dev.auditflow.gate.rules.RuleCatalog;
import dev.auditflow.gate.rules.RuleEntry;
import dev.auditflow.report.JsonText;
import java.io.PrintWriter;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code auditflow policy list}. */
@Command(
        name = "list",
        description = {
            "Prints every rule: the gate's own, the built-in packs and policies of your own.",
            "on says whether it reports with this configuration; severity is the one that its findings get."
        },
        mixinStandardHelpOptions = true)
final class PolicyListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PolicySelection selection = new PolicySelection();

    @Mixin
    private OutputFormat output = new OutputFormat();

    @Override
    public Integer call() throws ConfigException {
        boolean json = output.isJson();
        Policies policies = selection.load(selection.settings());
        List<RuleEntry> entries = RuleCatalog.of(policies.settings(), policies.rules());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(json(entries));
        } else {
            text(out, entries);
        }
        return ExitCode.PASS;
    }

    private static void text(PrintWriter out, List<RuleEntry> entries) {
        int id = entries.stream().mapToInt(entry -> entry.id().length()).max().orElse(0);
        int pack =
                entries.stream().mapToInt(entry -> entry.pack().length()).max().orElse(0);
        String row = "%-" + id + "s  %-3s  %-8s  %-" + pack + "s  %s%n";
        out.printf(row, "id", "on", "severity", "pack", "title");
        for (RuleEntry entry : entries) {
            out.printf(
                    row,
                    entry.id(),
                    entry.on() ? "yes" : "no",
                    entry.severity().word(),
                    entry.pack(),
                    entry.rule().title());
        }
        long own = entries.stream().filter(RuleEntry::isOwn).count();
        long policies =
                entries.stream().filter(entry -> entry.policy().isPresent()).count() - own;
        long off = entries.stream().filter(entry -> !entry.on()).count();
        out.printf(
                "%n%d rules: %d of built-in packs, %d of your own, %d of the gate itself; %d turned off%n",
                entries.size(), policies, own, entries.size() - policies - own, off);
    }

    private static String json(List<RuleEntry> entries) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode rules = root.putArray("rules");
        for (RuleEntry entry : entries) {
            Rule rule = entry.rule();
            ObjectNode node = rules.addObject()
                    .put("id", rule.id())
                    .put("title", rule.title())
                    .put("pack", entry.pack())
                    .put("check", rule.check())
                    .put("severity", entry.severity().word())
                    .put("ownSeverity", rule.severity().word())
                    .put("on", entry.on())
                    .put("own", entry.isOwn())
                    .put("description", rule.description())
                    .put("remedy", rule.remedy())
                    .put("link", rule.link());
            entry.policy().ifPresent(policy -> of(policy, node));
        }
        return JsonText.of(root);
    }

    private static void of(PolicyRule policy, ObjectNode node) {
        node.put("sees", policy.ofTarget() ? "target" : "object");
        ArrayNode kinds = node.putArray("kinds");
        new TreeSet<>(policy.kinds()).forEach(kinds::add);
        if (policy.isOwn()) {
            node.put("file", policy.file());
        }
    }
}
