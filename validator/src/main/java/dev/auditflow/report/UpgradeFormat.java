package dev.auditflow.report;

import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.diff.ObjectChange;
import java.util.List;

/** The forms in which upgrades are shown. */
public enum UpgradeFormat {
    HUMAN,
    BRIEF,
    JSON,
    GITHUB,
    MARKDOWN,
    HTML;

    /**
     * The upgrades in this form.
     *
     * @param colour whether the terminal takes ANSI escapes
     */
    public String write(List<Upgrade> upgrades, boolean colour) {
        return switch (this) {
            case HUMAN -> UpgradeText.write(upgrades, colour);
            case BRIEF -> UpgradeText.brief(upgrades, colour);
            case JSON -> UpgradeJson.write(upgrades);
            case GITHUB, MARKDOWN -> UpgradeMarkdown.write(upgrades);
            case HTML -> UpgradeHtml.write(upgrades);
        };
    }

    /** One object for a terminal. */
    public static String one(Upgrade upgrade, ObjectChange change, boolean colour) {
        return UpgradeText.one(upgrade, change, colour);
    }

    /** A line that is safe on a terminal and in the log of a runner. */
    public static String line(String text) {
        return Printable.withoutCommands(Printable.line(text));
    }
}
