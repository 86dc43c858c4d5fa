package dev.auditflow.cli;

import dev.auditflow.deploy.notice.Notice;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A promotion for the page of GitHub's run. Texts may come from containers, so they stand where Markdown and HTML mean nothing.
 *
 * @param sentence how it ended, in all its lines
 * @param said what was done, in its order
 */
record PromotionSummary(Notice notice, String sentence, List<String> said) {
    private static final Pattern TICKS = Pattern.compile("`+");

    String markdown() {
        StringBuilder text = new StringBuilder("## %s %s %s to %s: %s\n\n"
                .formatted(
                        notice.isGood() ? "✅" : notice.isUnknown() ? "⚠️" : "❌",
                        notice.event(),
                        notice.release(),
                        notice.environment(),
                        notice.outcome()));
        text.append(block(sentence)).append("\n| | |\n|---|---|\n");
        row(text, "cause", notice.cause());
        row(text, "rendering", notice.rendering());
        row(text, "commit", notice.commit());
        row(text, "by", notice.actor());
        row(text, "at", notice.time());
        return text.append("\n<details><summary>What was done</summary>\n\n")
                .append(block(String.join("\n", said)))
                .append("\n</details>\n\n")
                .toString();
    }

    private static void row(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append("| %s | `%s` |\n".formatted(name, value.replaceAll("[`|\\v]", " ")));
        }
    }

    private static String block(String content) {
        int longest = TICKS.matcher(content)
                .results()
                .mapToInt(ticks -> ticks.end() - ticks.start())
                .max()
                .orElse(0);
        String fence = "`".repeat(Math.max(3, longest + 1));
        return "%s\n%s\n%s\n".formatted(fence, content.strip(), fence);
    }
}
