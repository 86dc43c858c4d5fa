package dev.auditflow.render.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.render.HelmRequest;
import dev.auditflow.render.chart.ChartPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generated templates with what Helm's own engine gives for each. */
class GoTemplateCasesTest {
    private static final int FLOOR = 1;
    private static final Pattern MISSING = Pattern.compile("function \"(\\w+)\" not defined");

    @Test
    void agreesWithHelmOnGeneratedTemplates(@TempDir Path temp) throws IOException {
        Path folder = Path.of(
                        Optional.ofNullable(System.getenv("AUDITFLOW_SHARED")).orElse("../../shared"))
                .resolve("data/go-templates");
        Assumptions.assumeTrue(
                Files.isDirectory(folder),
                () -> "no " + folder + ": set AUDITFLOW_SHARED to the folder of shared data");
        Path chart = temp.resolve("c");
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: c\nversion: 0.1.0\n");
        Files.copy(folder.resolve("values.yaml"), chart.resolve("values.yaml"));
        Files.writeString(chart.resolve("templates/t.yaml"), "");
        FunctionTable functions = HelmFunctionTable.standard();
        ObjectMapper json = new ObjectMapper();
        int agree = 0;
        int all = 0;
        Map<String, Integer> missing = new TreeMap<>();
        HelmRequest request = HelmRequest.of(chart, "1.34.0")
                .releaseName("rel")
                .namespace("ns")
                .build();
        ChartPlan plan = ChartPlan.of(request);
        for (String line : Files.readAllLines(folder.resolve("cases.jsonl"))) {
            JsonNode one = json.readTree(line);
            String wanted = one.has("error")
                    ? "error: " + one.get("error").textValue()
                    : one.get("output").textValue();
            String got = render(plan, functions, one.get("template").textValue());
            all++;
            if (wanted.equals(got)) {
                agree++;
                continue;
            }
            Matcher matcher = MISSING.matcher(got);
            if (matcher.find()) {
                missing.merge(matcher.group(1), 1, Integer::sum);
                continue;
            }
            System.out.println("case " + one.get("id") + " " + one.get("template"));
            System.out.println("  want " + GoQuote.quote(wanted));
            System.out.println("  got  " + GoQuote.quote(got));
        }
        System.out.println("missing functions " + missing);
        System.out.println("agree " + agree + " of " + all);
        assertThat(agree).isGreaterThanOrEqualTo(FLOOR);
    }

    private static String render(ChartPlan plan, FunctionTable functions, String text) {
        ChartPlan.Template entry = plan.templates(map -> "").getFirst();
        entry.enter();
        TemplateSet templates = new TemplateSet(functions);
        try {
            templates.parse(entry.name(), text);
        } catch (TemplateException e) {
            return "error: " + HelmErrors.parseError(entry.name(), e).text();
        }
        try {
            FnContext context = new FnContext(new Random(1), Instant.EPOCH, Limits.defaults());
            return GoText.printable(
                    templates.execute(entry.name(), entry.data(), context).text());
        } catch (TemplateException e) {
            return "error: " + HelmErrors.executionError(entry.name(), e).text();
        }
    }
}
