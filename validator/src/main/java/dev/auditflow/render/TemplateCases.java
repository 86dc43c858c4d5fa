package dev.auditflow.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.go.GoText;
import dev.auditflow.render.chart.ChartPlan;
import dev.auditflow.render.chart.TrialChart;
import dev.auditflow.render.template.DeepStack;
import dev.auditflow.render.template.FnContext;
import dev.auditflow.render.template.FunctionTable;
import dev.auditflow.render.template.HelmErrors;
import dev.auditflow.render.template.Limits;
import dev.auditflow.render.template.TemplateException;
import dev.auditflow.render.template.TemplateSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Templates with what Helm's own engine gives for each, one JSON object a line: {@code template}, and {@code output} or
 * {@code error}. The values lie beside the file as {@code values.yaml}.
 */
public final class TemplateCases {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A template for which the two engines differ.
     *
     * @param line of the case in the file, counted from 1
     * @param wanted Helm's output, or its error after {@code error: }
     * @param got ours in the same form
     */
    public record Disagreement(int line, String template, String wanted, String got) {}

    /**
     * How a run went.
     *
     * @param clocked cases whose templates read the clock: they agree if there is an instant, within the time in which
     *     the file was made, for which our output is Helm's
     */
    public record Result(int all, int clocked, List<Disagreement> disagreements) {
        public Result {
            disagreements = List.copyOf(disagreements);
        }

        /** How many cases agree. */
        public int agree() {
            return all - disagreements.size();
        }
    }

    /** A file that holds no cases; the message says what is wrong and where. */
    public static final class NotCases extends IOException {
        private static final long serialVersionUID = 1L;

        NotCases(String message) {
            super(message);
        }
    }

    private record Case(int line, String template, String wanted) {}

    private record Answer(String text, boolean clock) {}

    private final FunctionTable functions;
    private final Limits limits;
    private final ChartPlan plan;

    /**
     * Runs templates over a values file.
     *
     * @param limits for each template
     * @throws dev.auditflow.render.chart.ChartProblem if the values cannot be read
     */
    public TemplateCases(FunctionTable functions, Limits limits, Path values) throws IOException {
        this.functions = functions;
        this.limits = limits;
        Path folder = values.getParent();
        this.plan = TrialChart.plan(Files.readAllBytes(values), folder == null ? Path.of("") : folder);
    }

    /** Runs a file with the {@code values.yaml} beside it. @throws NotCases if it holds something else */
    public static Result run(Path file, FunctionTable functions, Limits limits) throws IOException {
        TemplateCases cases = new TemplateCases(functions, limits, file.resolveSibling("values.yaml"));
        List<Case> all = read(file);
        return DeepStack.call(() -> cases.compare(all));
    }

    private static List<Case> read(Path file) throws IOException {
        List<Case> cases = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            JsonNode one = parse(line, file + ":" + number);
            String wanted = one.path("error").isTextual()
                    ? "error: " + one.path("error").textValue()
                    : one.path("output").textValue();
            String template = one.path("template").textValue();
            if (template == null || wanted == null) {
                throw new NotCases(
                        file + ":" + number + ": a case is an object with \"template\", and \"output\" or \"error\"");
            }
            cases.add(new Case(number, template, wanted));
        }
        if (cases.isEmpty()) {
            throw new NotCases(file + " holds no case, so nothing was compared");
        }
        return cases;
    }

    private static JsonNode parse(String line, String place) throws NotCases {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new NotCases(place + ": not a JSON object in one line");
        }
    }

    private Result compare(List<Case> cases) {
        List<Disagreement> disagreements = new ArrayList<>();
        List<Case> clocked = new ArrayList<>();
        for (Case one : cases) {
            Answer answer = answer(one.template, Instant.EPOCH);
            if (answer.clock) {
                clocked.add(one);
            } else if (!answer.text.equals(one.wanted)) {
                disagreements.add(new Disagreement(one.line, one.template, one.wanted, answer.text));
            }
        }
        CaseClock clock = CaseClock.of(clocked.stream().map(Case::wanted).toList());
        for (Case one : clocked) {
            String got = answer(one.template, clock.first()).text;
            boolean millis = !got.equals(answer(one.template, clock.first().plusMillis(1)).text);
            if (!clock.anyMatch(millis, now -> answer(one.template, now).text.equals(one.wanted))) {
                disagreements.add(new Disagreement(one.line, one.template, one.wanted, got));
            }
        }
        return new Result(cases.size(), clocked.size(), disagreements);
    }

    /** Output of a template, or its error in Helm's words after {@code error: }. */
    public String render(String template) {
        return answer(template, Instant.EPOCH).text;
    }

    private Answer answer(String template, Instant now) {
        FnContext context = new FnContext(new SplittableRandom(1), now, limits);
        String text;
        try {
            text = execute(template, context).text();
        } catch (TemplateException e) {
            text = "error: " + e.text();
        }
        return new Answer(GoText.printable(text), context.clockRead());
    }

    /**
     * Parses and executes one template.
     *
     * @throws TemplateException in Helm's words
     */
    public TemplateSet.Output execute(String template, FnContext context) {
        ChartPlan.Template entry = plan.templates(map -> "").getFirst();
        entry.enter();
        TemplateSet templates = new TemplateSet(functions);
        try {
            templates.parse(entry.name(), entry.file(), template);
        } catch (TemplateException e) {
            throw HelmErrors.parseError(entry.name(), e);
        }
        try {
            return templates.execute(entry.name(), entry.data(), context);
        } catch (TemplateException e) {
            throw HelmErrors.executionError(entry.name(), e);
        }
    }
}
