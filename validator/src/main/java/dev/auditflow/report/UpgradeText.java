package dev.auditflow.report;

import dev.auditflow.check.upgrade.Effect;
import dev.auditflow.check.upgrade.Meaning;
import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.diff.ChangeLines;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.manifest.ResourceId;
import java.util.List;

/** Upgrades for a terminal: what each object's change means, then the change. */
final class UpgradeText {
    /** An object that is there on one side only is cut here; the page and JSON have all of it. */
    private static final int MAX_WHOLE = 30;

    private static final int MAX_CHANGED = 400;

    private final Style style;
    private final StringBuilder out = new StringBuilder();

    private UpgradeText(boolean colour) {
        this.style = new Style(colour);
    }

    static String write(List<Upgrade> upgrades, boolean colour) {
        UpgradeText text = new UpgradeText(colour);
        for (Upgrade upgrade : upgrades) {
            if (!upgrade.isEmpty()) {
                text.target(upgrade);
            }
        }
        text.out.append(style(text, UpgradeSummary.line(upgrades))).append('\n');
        return Printable.withoutCommands(text.out.toString());
    }

    /** One line for each object. */
    static String brief(List<Upgrade> upgrades, boolean colour) {
        UpgradeText text = new UpgradeText(colour);
        for (Upgrade upgrade : upgrades) {
            for (ObjectChange change : upgrade.comparison().changes()) {
                text.out
                        .append(Printable.line(upgrade.target()))
                        .append("  ")
                        .append(text.heading(upgrade, change))
                        .append('\n');
            }
            for (ResourceId masked : UpgradeWords.masked(upgrade)) {
                text.out
                        .append(Printable.line(upgrade.target()))
                        .append("  ")
                        .append(text.maskedHeading(upgrade, masked))
                        .append('\n');
            }
        }
        text.out.append(style(text, UpgradeSummary.line(upgrades))).append('\n');
        return Printable.withoutCommands(text.out.toString());
    }

    /** One object of a target. */
    static String one(Upgrade upgrade, ObjectChange change, boolean colour) {
        UpgradeText text = new UpgradeText(colour);
        text.out
                .append(text.style.bold("── " + Printable.line(upgrade.target()) + " ──"))
                .append('\n');
        text.object(upgrade, change);
        return Printable.withoutCommands(text.out.toString());
    }

    private static String style(UpgradeText text, String line) {
        return text.style.bold(line);
    }

    private void target(Upgrade upgrade) {
        out.append(style.bold("── " + Printable.line(upgrade.target()) + " ──"))
                .append("  ")
                .append(UpgradeSummary.counts(upgrade))
                .append("\n\n");
        upgrade.comparison().changes().forEach(change -> object(upgrade, change));
        for (ResourceId masked : UpgradeWords.masked(upgrade)) {
            out.append(maskedHeading(upgrade, masked)).append('\n');
            UpgradeWords.told(upgrade, masked).forEach(this::effect);
            out.append('\n');
        }
    }

    private void object(Upgrade upgrade, ObjectChange change) {
        out.append(heading(upgrade, change)).append('\n');
        UpgradeWords.told(upgrade, change.id()).forEach(this::effect);
        List<ChangeLines.Line> lines = ChangeLines.of(change);
        boolean whole = !(change instanceof ObjectChange.Changed);
        ChangeLines.first(lines, whole ? MAX_WHOLE : MAX_CHANGED).forEach(line -> line(line, whole));
        out.append('\n');
    }

    private String heading(Upgrade upgrade, ObjectChange change) {
        String meanings = UpgradeWords.meanings(upgrade.meanings(change));
        return style.bold(UpgradeWords.sign(change) + " " + Printable.line(UpgradeWords.name(change)))
                + (meanings.isEmpty() ? "" : "  " + meanings(upgrade.meanings(change)));
    }

    private String maskedHeading(Upgrade upgrade, ResourceId resource) {
        List<Meaning> meanings =
                upgrade.of(resource).stream().map(Effect::meaning).distinct().toList();
        return style.bold("~ " + Printable.line(resource.toString())) + "  " + meanings(meanings)
                + style.dim("  (only masked fields differ)");
    }

    private String meanings(List<Meaning> meanings) {
        return meanings.stream().map(this::word).collect(java.util.stream.Collectors.joining(", "));
    }

    private String word(Meaning meaning) {
        return style.meaning(meaning, meaning.word());
    }

    private void effect(Effect effect) {
        out.append("    ")
                .append(word(effect.meaning()))
                .append(": ")
                .append(Printable.line(effect.message()))
                .append('\n');
        String cause = UpgradeWords.cause(effect);
        if (!cause.isEmpty()) {
            out.append(style.dim("      at  ")).append(Printable.line(cause)).append('\n');
        }
        if (!effect.remedy().isEmpty()) {
            out.append(style.fix("      fix "))
                    .append(Printable.line(effect.remedy()))
                    .append('\n');
        }
    }

    private void line(ChangeLines.Line line, boolean whole) {
        String text = Printable.line(line.toString());
        out.append("    ")
                .append(whole && line.sign() == ChangeLines.Sign.NOTE ? style.dim(text) : style.diff(text))
                .append('\n');
    }
}
