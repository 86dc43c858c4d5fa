package dev.auditflow.render;

import dev.auditflow.go.GoText;
import dev.auditflow.render.chart.ChartPlan;
import dev.auditflow.render.chart.ChartProblem;
import dev.auditflow.render.chart.ChartText;
import dev.auditflow.render.template.DeepStack;
import dev.auditflow.render.template.FnContext;
import dev.auditflow.render.template.FunctionTable;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.Limits;
import dev.auditflow.render.template.TemplateException;
import dev.auditflow.render.template.TemplateSet;
import dev.auditflow.render.template.functions.Helm4Functions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Renders in the process, without a cluster, a clock or chance: random functions draw from a seed that the release and
 * the chart give, and the time stands still. Knows the origin of every byte.
 */
public final class JavaHelmEngine implements HelmEngine {
    private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");

    /** A rendering that has not stopped so long after its limit is given up from outside. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String WARN_START = "HELM_ERR_START";
    private static final String WARN_END = "HELM_ERR_END";

    private final Supplier<FunctionTable> functions;
    private final Function<GoMap, String> yaml;
    private final Limits limits;
    private final Instant now;
    private final boolean recording;
    private final HelmVersion version;
    private final String salt;

    /**
     * An engine with these functions that prints as Helm 3.
     *
     * @param yaml Helm's {@code toYaml}, for {@code .Files.AsConfig}
     * @param limits for one chart
     */
    public JavaHelmEngine(FunctionTable functions, Function<GoMap, String> yaml, Limits limits) {
        this(() -> functions, yaml, limits);
    }

    /** The same of functions that are made when a chart is rendered. */
    public JavaHelmEngine(Supplier<FunctionTable> functions, Function<GoMap, String> yaml, Limits limits) {
        this(functions, yaml, limits, NOW, false, HelmVersion.HELM_3, "");
    }

    private JavaHelmEngine(
            Supplier<FunctionTable> functions,
            Function<GoMap, String> yaml,
            Limits limits,
            Instant now,
            boolean recording,
            HelmVersion version,
            String salt) {
        this.functions = functions;
        this.yaml = yaml;
        this.limits = limits;
        this.now = now;
        this.recording = recording;
        this.version = version;
        this.salt = salt;
    }

    /** The same engine as another Helm. */
    public JavaHelmEngine as(HelmVersion other) {
        Supplier<FunctionTable> table = other == HelmVersion.HELM_4
                ? FunctionTable.once(() -> Helm4Functions.addTo(functions.get()))
                : functions;
        return new JavaHelmEngine(table, yaml, limits, now, recording, other, salt);
    }

    @Override
    public HelmEngine redrawn() {
        return new JavaHelmEngine(
                functions, yaml, limits, now.plus(Duration.ofDays(400)), recording, version, salt + "again");
    }

    /** The same engine at another instant. */
    JavaHelmEngine at(Instant instant) {
        return new JavaHelmEngine(functions, yaml, limits, instant, recording, version, salt);
    }

    /** The same engine, whose renderings tell what they used of their charts. */
    public JavaHelmEngine recordingUse() {
        return new JavaHelmEngine(functions, yaml, limits, now, true, version, salt);
    }

    @Override
    public String name() {
        return version == HelmVersion.HELM_3 ? "java" : "java as Helm 4";
    }

    @Override
    public boolean namesNoise() {
        return true;
    }

    @Override
    public RenderResult render(HelmRequest request) {
        Job job = new Job(request);
        return DeepStack.call(job::render, limits.time().plus(PATIENCE), job::late);
    }

    /** One rendering. */
    private final class Job {
        private final HelmRequest request;
        private volatile @Nullable FnContext context;

        Job(HelmRequest request) {
            this.request = request;
        }

        RenderResult render() {
            try {
                return new RenderResult.Rendered(rendering());
            } catch (ChartProblem e) {
                return e.failed();
            } catch (StackOverflowError e) {
                return new RenderResult.Failed(
                        "The chart or its values are nested too deeply",
                        request.chart().toString(),
                        0,
                        0,
                        "Look for a mapping or a subchart that contains itself");
            } catch (OutOfMemoryError e) {
                return stopped("rendering stopped: there is no memory left");
            }
        }

        private Rendering rendering() {
            ChartPlan plan = ChartPlan.of(request, version);
            @Nullable UseRecorder recorder = recording ? new UseRecorder() : null;
            List<ChartPlan.Template> templates =
                    recorder == null ? plan.templates(yaml) : plan.templates(yaml, recorder.reads());
            TemplateSet set = recorder == null
                    ? new TemplateSet(functions(request))
                    : new TemplateSet(functions(request), recorder.hits());
            for (ChartPlan.Template template : templates) {
                parse(set, template);
            }
            FnContext started = new FnContext(new SplittableRandom(seed(request, plan)), now, limits);
            context = started;
            ChartText text = new ChartText(plan.chart(), request, version);
            for (ChartPlan.Template template : templates) {
                if (!template.isPartial()) {
                    execute(set, template, started, text);
                }
            }
            Rendering.RenderedFile file = text.print(request.chart().toString());
            return new Rendering(
                    List.of(file),
                    RenderedDefinitions.of(plan.chart()),
                    noises(started),
                    recorder == null ? null : recorder.use(request, plan, functions.get()));
        }

        /** For a rendering that is not done long after its time: some function does not look at the clock. */
        RenderResult late() {
            return stopped("rendering stopped: longer than %d seconds"
                    .formatted(limits.time().plus(PATIENCE).toSeconds()));
        }

        private RenderResult stopped(String why) {
            FnContext started = context;
            TemplateException place = started == null ? new TemplateException(why) : started.stopped(why);
            String file = place.template().isEmpty() ? request.chart().toString() : place.template();
            return new RenderResult.Failed(
                    place.text(), file, place.line(), place.line() == 0 ? 0 : place.column() + 1, "");
        }
    }

    private FunctionTable functions(HelmRequest request) {
        return request.lookup().isEmpty()
                ? functions.get()
                : functions.get().with(LookupAnswers.read(request.lookup()).function());
    }

    private static List<Rendering.Noise> noises(FnContext context) {
        return context.noises().stream()
                .map(noise -> new Rendering.Noise(noise.function(), noise.template(), noise.line()))
                .distinct()
                .toList();
    }

    private long seed(HelmRequest request, ChartPlan plan) {
        String target = request.releaseName()
                + '/'
                + request.namespace()
                + '/'
                + plan.chart().name()
                + salt;
        long seed = 1125899906842597L;
        for (int i = 0; i < target.length(); i++) {
            seed = 31 * seed + target.charAt(i);
        }
        return seed;
    }

    private static void parse(TemplateSet set, ChartPlan.Template template) {
        try {
            set.parse(template.name(), template.file(), template.text());
        } catch (TemplateException e) {
            String[] tokens = e.text().split(": ", -1);
            String message = tokens.length == 1
                    ? "parse error in (%s): %s".formatted(template.name(), e.text())
                    : "parse error at (%s): %s".formatted(tokens[1], tokens[tokens.length - 1]);
            throw problem(message, template, e);
        }
    }

    private static void execute(TemplateSet set, ChartPlan.Template template, FnContext context, ChartText text) {
        try {
            template.enter();
            TemplateSet.Output output = set.execute(template.name(), template.data(), context);
            text.add(template.name(), output.text(), output.origins());
        } catch (TemplateException e) {
            throw problem(message(e.text()), template, e);
        }
    }

    /** The words of {@code required} and {@code fail} without the chain of calls, as Helm shows them. */
    private static String message(String text) {
        String[] tokens = text.split(": ", 3);
        int start = text.indexOf(WARN_START);
        int end = text.lastIndexOf(WARN_END);
        if (tokens.length < 3 || start < 0 || end < start) {
            return text;
        }
        return "execution error at (%s): %s".formatted(tokens[1], text.substring(start + WARN_START.length(), end));
    }

    private static ChartProblem problem(String message, ChartPlan.Template template, TemplateException e) {
        return new ChartProblem(
                GoText.printable(HelmFailure.bounded(message)),
                e.template().isEmpty() ? template.file() : e.template(),
                e.line(),
                e.line() == 0 ? 0 : e.column() + 1,
                HelmFailure.remedy(message));
    }
}
