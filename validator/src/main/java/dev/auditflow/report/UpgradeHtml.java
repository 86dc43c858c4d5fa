package dev.auditflow.report;

import dev.auditflow.check.upgrade.Effect;
import dev.auditflow.check.upgrade.Meaning;
import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.diff.ChangeLines;
import dev.auditflow.diff.ObjectChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Upgrades as one self-contained page: what changes, side by side, below what it means. */
public final class UpgradeHtml {
    private static final int MAX_LINES = 600;

    private final StringBuilder out = new StringBuilder();
    private final Function<String, String> state;
    private int number;

    private UpgradeHtml(Function<String, String> state) {
        this.state = state;
    }

    static String write(List<Upgrade> upgrades) {
        return page(upgrades, "", "'none'", _ -> "");
    }

    /**
     * A page on which changes are accepted and rejected.
     *
     * @param token what requests must carry
     * @param state what was decided on an object by its {@link #key}: accepted, rejected, skipped or empty
     */
    public static String review(List<Upgrade> upgrades, String token, Function<String, String> state) {
        return page(upgrades, token, "'self'", state);
    }

    /** What names an object of a target on the page. */
    public static String key(Upgrade upgrade, ObjectChange change) {
        return upgrade.target() + " " + change.id().apiVersion() + " " + change.id();
    }

    private static String page(List<Upgrade> upgrades, String token, String connect, Function<String, String> state) {
        UpgradeHtml page = new UpgradeHtml(state);
        upgrades.stream().filter(upgrade -> !upgrade.isEmpty()).forEach(page::target);
        String style = HtmlPage.resource("report.css") + HtmlPage.resource("upgrade.css");
        String script = HtmlPage.resource("upgrade.js");
        Map<String, String> slots = new HashMap<>();
        slots.put("style", style);
        slots.put("styleHash", HtmlPage.digest(style));
        slots.put("script", script);
        slots.put("scriptHash", HtmlPage.digest(script));
        slots.put("connect", connect);
        slots.put("token", Xml.line(token));
        slots.put("mode", token.isEmpty() ? "report" : "review");
        slots.put("gravest", gravest(upgrades));
        slots.put("headline", Xml.line(UpgradeSummary.line(upgrades)));
        slots.put("counts", counts(upgrades));
        slots.put("objects", page.out.toString());
        slots.put("empty", page.number == 0 ? "" : " hidden");
        return HtmlPage.filled("upgrade.html", slots);
    }

    private static String gravest(List<Upgrade> upgrades) {
        for (Meaning meaning : Meaning.values()) {
            if (upgrades.stream().anyMatch(upgrade -> upgrade.has(meaning))) {
                return meaning.word();
            }
        }
        return "none";
    }

    private static String counts(List<Upgrade> upgrades) {
        StringBuilder counts = new StringBuilder();
        for (Meaning meaning : Meaning.values()) {
            long objects = upgrades.stream()
                    .mapToLong(upgrade -> upgrade.comparison().changes().stream()
                            .filter(change -> upgrade.meanings(change).contains(meaning))
                            .count())
                    .sum();
            if (objects > 0) {
                counts.append(
                        "<button type=\"button\" class=\"count %1$s\" data-means=\"%1$s\"><b>%2$,d</b> %1$s</button>"
                                .formatted(meaning.word(), objects));
            }
        }
        return counts.toString();
    }

    private void target(Upgrade upgrade) {
        out.append("<section class=\"group\"><h3>%s <small>%s</small></h3><div class=\"list\">\n"
                .formatted(Xml.line(upgrade.target()), UpgradeSummary.counts(upgrade)));
        upgrade.comparison().changes().forEach(change -> object(upgrade, change));
        UpgradeWords.masked(upgrade).forEach(resource -> {
            out.append("<article class=\"object masked\"><div class=\"head\"><span class=\"sign\">~</span><b>%s</b>%s"
                    .formatted(
                            Xml.line(resource.toString()),
                            badges(upgrade.of(resource).stream()
                                    .map(Effect::meaning)
                                    .distinct()
                                    .toList())));
            out.append("<span class=\"where\">only masked fields differ</span></div>");
            UpgradeWords.told(upgrade, resource).forEach(this::effect);
            out.append("</article>\n");
        });
        out.append("</div></section>\n");
    }

    private void object(Upgrade upgrade, ObjectChange change) {
        List<Meaning> meanings = upgrade.meanings(change);
        String key = key(upgrade, change);
        String decided = state.apply(key);
        number++;
        out.append(
                "<article class=\"object %s\" tabindex=\"-1\" id=\"o%d\" data-key=\"%s\" data-means=\"%s\" data-state=\"%s\">\n"
                        .formatted(
                                UpgradeWords.verb(change),
                                number,
                                Xml.line(key),
                                UpgradeWords.meanings(meanings),
                                Xml.line(decided)));
        out.append("<div class=\"head\"><span class=\"sign\" aria-hidden=\"true\">%s</span><b>%s</b>%s"
                .formatted(UpgradeWords.sign(change), Xml.line(UpgradeWords.name(change)), badges(meanings)));
        out.append("<span class=\"where\">%s</span><span class=\"acts\"></span></div>\n"
                .formatted(UpgradeWords.verb(change)));
        UpgradeWords.told(upgrade, change.id()).forEach(this::effect);
        table(ChangeLines.first(ChangeLines.of(change), MAX_LINES));
        out.append("</article>\n");
    }

    private static String badges(List<Meaning> meanings) {
        StringBuilder badges = new StringBuilder("<span class=\"badges\">");
        meanings.forEach(meaning -> badges.append("<span class=\"means %1$s\">%1$s</span>".formatted(meaning.word())));
        return badges.append("</span>").toString();
    }

    private void effect(Effect effect) {
        out.append("<div class=\"effect %1$s\"><b>%1$s</b> %2$s"
                .formatted(effect.meaning().word(), Xml.line(effect.message())));
        String cause = UpgradeWords.cause(effect);
        out.append(cause.isEmpty() ? "" : "<code>%s</code>".formatted(Xml.line(cause)));
        out.append(
                effect.remedy().isEmpty()
                        ? ""
                        : "<span class=\"way\"><b>way out</b> %s</span>".formatted(Xml.line(effect.remedy())));
        out.append("</div>\n");
    }

    /** Old lines beside the new ones that stand for them. */
    private void table(List<ChangeLines.Line> lines) {
        out.append("<table class=\"sides\"><tbody>\n");
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        for (ChangeLines.Line line : lines) {
            String text = Xml.line(line.text());
            switch (line.sign()) {
                case BEFORE -> {
                    if (!after.isEmpty()) {
                        flush(before, after);
                    }
                    before.add(text);
                }
                case AFTER -> after.add(text);
                case BOTH -> {
                    flush(before, after);
                    out.append("<tr><td class=\"both\">%1$s</td><td class=\"both\">%1$s</td></tr>\n".formatted(text));
                }
                case FIELD -> {
                    flush(before, after);
                    out.append(
                            "<tr class=\"field\"><th colspan=\"2\" scope=\"rowgroup\">%s</th></tr>\n".formatted(text));
                }
                case NOTE -> {
                    flush(before, after);
                    out.append("<tr class=\"note\"><td colspan=\"2\">%s</td></tr>\n".formatted(text));
                }
            }
        }
        flush(before, after);
        out.append("</tbody></table>\n");
    }

    private void flush(List<String> before, List<String> after) {
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            out.append("<tr>")
                    .append(side(before, i, "del"))
                    .append(side(after, i, "add"))
                    .append("</tr>\n");
        }
        before.clear();
        after.clear();
    }

    private static String side(List<String> lines, int i, String kind) {
        return i < lines.size() ? "<td class=\"%s\">%s</td>".formatted(kind, lines.get(i)) : "<td class=\"no\"></td>";
    }
}
