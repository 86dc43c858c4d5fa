package dev.auditflow.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.yaml.JsonTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart's dashboard asks for nothing that the webhook does not tell. */
class DashboardTest {
    private static final Path DASHBOARD = Path.of("../charts/auditflow-validator/dashboards/auditflow-validator.json");
    private static final Pattern METRIC = Pattern.compile("auditflow_\\w+");
    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final Pattern LABELS = Pattern.compile("by \\(([^)]*)\\)");

    @Test
    void eachMetricIsThereWithTheLabelsThatItIsSummedBy(@TempDir Path folder) throws Exception {
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel : JsonTree.readStrictly(Files.readString(DASHBOARD)).get("panels")) {
            panel.path("targets")
                    .forEach(target -> expressions.add(target.get("expr").textValue()));
        }
        assertThat(expressions).hasSizeGreaterThan(8);
        try (Webhook webhook = Webhook.start(folder)) {
            assertThat(webhook.review(Review.create(Review.BAD_POD)).allowed()).isFalse();
            assertThat(webhook.post("no review".getBytes(StandardCharsets.UTF_8))
                            .statusCode())
                    .isEqualTo(400);
            String told = webhook.get("/metrics");
            for (String expression : expressions) {
                Matcher metric = METRIC.matcher(expression);
                assertThat(metric.find()).as(expression).isTrue();
                assertThat(told).contains("\n" + metric.group());
                Matcher labels = LABELS.matcher(expression);
                if (labels.find()) {
                    assertThat(WORD.matcher(labels.group(1)).results().map(MatchResult::group))
                            .allSatisfy(label -> assertThat(told)
                                    .containsPattern("\n" + metric.group() + "\\{[^}]*\\b" + label + "="));
                }
            }
        }
    }
}
