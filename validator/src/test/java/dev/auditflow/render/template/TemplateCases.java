package dev.auditflow.render.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.render.HelmRequest;
import dev.auditflow.render.chart.ChartPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of templates over one values file, with what Helm's own engine gives for each: the file
 * {@code templates/t.yaml} in chart {@code c}, release {@code rel} in namespace {@code ns}.
 */
final class TemplateCases {
    private static final Pattern MISSING = Pattern.compile("function \"(\\w+)\" not defined");

    /**
     * How a run went.
     *
     * @param disagreements one text each, not counting templates that need a function that is not there
     * @param missing functions that are not there, and how many templates need them first
     */
    record Result(int all, int agree, List<String> disagreements, Map<String, Integer> missing) {}

    private TemplateCases() {}

    /** A plan of the chart for one template over a values file. */
    static ChartPlan plan(Path values, Path temp) throws IOException {
        Path chart = temp.resolve("c");
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: c\nversion: 0.1.0\n");
        Files.copy(values, chart.resolve("values.yaml"));
        Files.writeString(chart.resolve("templates/t.yaml"), "");
        return ChartPlan.of(HelmRequest.of(chart, "1.34.0")
                .releaseName("rel")
                .namespace("ns")
                .build());
    }

    /** Runs {@code cases.jsonl} of a folder over its {@code values.yaml}. */
    static Result run(Path folder, Path temp) throws IOException {
        ChartPlan plan = plan(folder.resolve("values.yaml"), temp);
        FunctionTable functions = HelmFunctionTable.standard();
        ObjectMapper json = new ObjectMapper();
        int agree = 0;
        int all = 0;
        List<String> disagreements = new ArrayList<>();
        Map<String, Integer> missing = new TreeMap<>();
        for (String line : Files.readAllLines(folder.resolve("cases.jsonl"))) {
            JsonNode one = json.readTree(line);
            String wanted = one.has("error")
                    ? "error: " + one.get("error").textValue()
                    : one.get("output").textValue();
            String got = render(plan, functions, one.get("template").textValue());
            all++;
            Matcher matcher = MISSING.matcher(got);
            if (wanted.equals(got)) {
                agree++;
            } else if (matcher.find()) {
                missing.merge(matcher.group(1), 1, Integer::sum);
            } else {
                disagreements.add("%s%n  want %s%n  got  %s"
                        .formatted(one.get("template"), GoQuote.quote(wanted), GoQuote.quote(got)));
            }
        }
        return new Result(all, agree, disagreements, missing);
    }

    /** Output of a template, or its error in Helm's words. */
    static String render(ChartPlan plan, FunctionTable functions, String text) {
        try {
            return GoText.printable(
                    execute(plan, functions, text, Limits.defaults()).text());
        } catch (TemplateException e) {
            return "error: " + e.text();
        }
    }

    /** Parses and executes one template. */
    static TemplateSet.Output execute(ChartPlan plan, FunctionTable functions, String text, Limits limits) {
        ChartPlan.Template entry = plan.templates(map -> "").getFirst();
        entry.enter();
        TemplateSet templates = new TemplateSet(functions);
        try {
            templates.parse(entry.name(), entry.file(), text);
        } catch (TemplateException e) {
            throw HelmErrors.parseError(entry.name(), e);
        }
        try {
            FnContext context = new FnContext(new Random(1), Instant.EPOCH, limits);
            return templates.execute(entry.name(), entry.data(), context);
        } catch (TemplateException e) {
            throw HelmErrors.executionError(entry.name(), e);
        }
    }
}
