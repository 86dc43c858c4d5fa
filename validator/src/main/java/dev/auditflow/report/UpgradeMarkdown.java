package dev.auditflow.report;

import dev.auditflow.check.upgrade.Effect;
import dev.auditflow.check.upgrade.Meaning;
import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.diff.ChangeLines;
import dev.auditflow.diff.ObjectChange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Upgrades for a comment of a pull request, which takes 64 KiB: the meaning first, the changes folded. */
final class UpgradeMarkdown {
    private static final int MAX_BYTES = 60_000;
    private static final int MAX_LINES = 120;
    private static final int MAX_ROWS = 60;

    private UpgradeMarkdown() {}

    static String write(List<Upgrade> upgrades) {
        StringBuilder out = new StringBuilder();
        out.append("## ").append(mark(upgrades)).append(' ');
        out.append(MarkdownReport.escape(UpgradeSummary.line(upgrades))).append('\n');
        told(upgrades, out);
        int left = 0;
        for (Upgrade upgrade : upgrades) {
            List<ObjectChange> changes = upgrade.comparison().changes();
            if (!changes.isEmpty() && left == 0) {
                out.append("\n### ")
                        .append(MarkdownReport.code(upgrade.target()))
                        .append(' ');
                out.append(UpgradeSummary.counts(upgrade)).append('\n');
            }
            for (ObjectChange change : changes) {
                String one = object(upgrade, change);
                if (left > 0 || bytes(out) + bytes(one) > MAX_BYTES) {
                    left++;
                } else {
                    out.append(one);
                }
            }
        }
        out.append(left > 0 ? "\n… and %d more objects; the other formats hold them.\n".formatted(left) : "");
        return Printable.withoutCommands(out.toString());
    }

    private static int bytes(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static String mark(List<Upgrade> upgrades) {
        if (upgrades.stream().anyMatch(upgrade -> upgrade.has(Meaning.FAILS))) {
            return "❌";
        }
        boolean grave =
                upgrades.stream().anyMatch(upgrade -> upgrade.has(Meaning.DISRUPTS) || upgrade.has(Meaning.WIDENS));
        return grave ? "⚠️" : "✅";
    }

    /** The same sentence of several targets once. */
    private static void told(List<Upgrade> upgrades, StringBuilder out) {
        java.util.Map<String, List<String>> rows = new java.util.LinkedHashMap<>();
        for (Meaning meaning : Meaning.values()) {
            for (Upgrade upgrade : upgrades) {
                upgrade.effects().stream()
                        .map(Effect::resource)
                        .distinct()
                        .flatMap(resource -> UpgradeWords.told(upgrade, resource).stream())
                        .filter(effect -> effect.meaning() == meaning)
                        .forEach(effect -> rows.computeIfAbsent(row(effect), _ -> new ArrayList<>())
                                .add(upgrade.target()));
            }
        }
        if (!rows.isEmpty()) {
            out.append("\n| means | object | what | where | target |\n|---|---|---|---|---|\n");
            rows.entrySet().stream()
                    .limit(MAX_ROWS)
                    .forEach(row -> out.append(row.getKey())
                            .append(MarkdownReport.escape(MergedFinding.named(
                                    row.getValue().stream().distinct().toList())))
                            .append(" |\n"));
            out.append(
                    rows.size() > MAX_ROWS
                            ? "\n… and %d more; the other formats hold them.\n".formatted(rows.size() - MAX_ROWS)
                            : "");
        }
    }

    private static String row(Effect effect) {
        String way = effect.remedy().isEmpty() ? "" : "<br>**way out** " + MarkdownReport.escape(effect.remedy());
        String cause = UpgradeWords.cause(effect);
        return "| **%s** | %s | %s%s | %s | "
                .formatted(
                        effect.meaning().word(),
                        cell(MarkdownReport.code(effect.resource().toString())),
                        MarkdownReport.escape(effect.message()),
                        way,
                        cause.isEmpty() ? "" : cell(MarkdownReport.code(cause)));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static String object(Upgrade upgrade, ObjectChange change) {
        List<ChangeLines.Line> lines = ChangeLines.first(ChangeLines.of(change), MAX_LINES);
        String text =
                lines.stream().map(line -> Printable.line(line.toString())).collect(Collectors.joining("\n"));
        String fence = "`".repeat(Math.max(3, MarkdownReport.longestRun(text) + 1));
        String meanings = UpgradeWords.meanings(upgrade.meanings(change));
        return "\n<details><summary>%s <b>%s</b>%s</summary>\n\n%sdiff\n%s\n%s\n\n</details>\n"
                .formatted(
                        UpgradeWords.sign(change),
                        Xml.line(UpgradeWords.name(change)).replace("@", "&#64;"),
                        meanings.isEmpty() ? "" : " · " + meanings,
                        fence,
                        text,
                        fence);
    }
}
