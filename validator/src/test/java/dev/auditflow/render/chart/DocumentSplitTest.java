package dev.auditflow.render.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.render.HelmVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentSplitTest {
    private static final Pattern HELM = Pattern.compile("(?:^|[\\t\\n\\f\\r ]*\\n)---[\\t\\n\\f\\r ]*");

    /** Splits as Helm's regular expression does, in no bounded time. */
    private static List<String> byExpression(String text) {
        List<String> documents = new ArrayList<>();
        for (String part : HELM.split(text.strip(), -1)) {
            if (!part.isEmpty()) {
                documents.add(part.strip());
            }
        }
        return documents;
    }

    @Test
    void splitsAsHelmsExpressionDoes() {
        Random random = new Random(7);
        String[] parts = {"---", "-", "\n", "\r\n", " ", "a: 1", "# c", "----", "\t", "--- x"};
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(9); n >= 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            String given = text.toString();
            List<String> documents = DocumentSplit.split(given, HelmVersion.HELM_3).stream()
                    .map(range -> given.substring(range.from(), range.to()))
                    .toList();
            assertThat(documents).as(given).isEqualTo(byExpression(given));
        }
    }

    @Test
    void manyBlankLinesAreNoProblem() {
        String text = "a: 1\n" + "\n".repeat(2_000_000) + "---\nb: 2\n";
        assertThat(DocumentSplit.split(text, HelmVersion.HELM_3)).hasSize(2);
    }
}
