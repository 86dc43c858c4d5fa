package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import dev.auditflow.gate.Gate;
import dev.auditflow.go.GoQuote;
import dev.auditflow.render.RenderResult;
import dev.auditflow.render.Renderer;
import dev.auditflow.render.SealedValues;
import dev.auditflow.render.TemplateCases;
import dev.auditflow.render.chart.ChartProblem;
import dev.auditflow.render.template.HelmFunctionTable;
import dev.auditflow.render.template.Limits;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code auditflow render}: what a target's chart gives, as {@code helm template} prints it. */
@Command(
        name = "render",
        description = "Prints the rendering of targets as 'helm template' does.",
        mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Selection selection = new Selection();

    @Mixin
    private HelmEngines engines = new HelmEngines();

    @Mixin
    private SopsFlags sopsFlags = new SopsFlags();

    @Option(
            names = "--cases",
            paramLabel = "FILE",
            description = {
                "Instead: holds our template engine against Helm's. FILE has one JSON object a line with \"template\",",
                "and Helm's \"output\" or \"error\" for it; values.yaml lies beside it. Prints each disagreement."
            })
    private @Nullable Path cases;

    @Override
    public Integer call() throws ConfigException {
        return cases == null ? renderTargets() : compareCases(cases);
    }

    private int compareCases(Path file) throws ConfigException {
        TemplateCases.Result result;
        try {
            result = TemplateCases.run(file, HelmFunctionTable.standard(), Limits.defaults());
        } catch (TemplateCases.NotCases e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new ConfigException("%s and the values.yaml beside it cannot be read: %s"
                    .formatted(file, e instanceof NoSuchFileException ? "no file " + e.getMessage() : e.getMessage()));
        } catch (ChartProblem e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
        PrintWriter out = spec.commandLine().getOut();
        for (TemplateCases.Disagreement one : result.disagreements()) {
            out.printf(
                    "%s:%d: %s: helm gives %s, this engine %s%n",
                    file,
                    one.line(),
                    GoQuote.quote(one.template()),
                    GoQuote.quote(one.wanted()),
                    GoQuote.quote(one.got()));
        }
        if (result.clocked() > 0) {
            out.printf(
                    "%d cases read the clock: compared over the time in which the file was made%n", result.clocked());
        }
        out.printf("agree %d of %d%n", result.agree(), result.all());
        out.flush();
        return result.disagreements().isEmpty() ? ExitCode.PASS : ExitCode.FINDINGS;
    }

    private int renderTargets() throws ConfigException {
        Selection.Chosen chosen = selection.choose();
        Renderer renderer = new Renderer(engines.of(chosen.config()), System.in);
        Map<Target, SealedValues> opened = sopsFlags.opened(chosen.targets());
        PrintWriter out = spec.commandLine().getOut();
        List<Target> failed = new ArrayList<>();
        Gate gate = new Gate(Runtime.getRuntime().availableProcessors());
        Function<Target, RenderResult> render = target ->
                opened.containsKey(target) ? renderer.with(opened.get(target)).render(target) : renderer.render(target);
        gate.each(chosen.targets(), render, (target, result) -> {
            if (chosen.targets().size() > 1) {
                out.println("# " + target.name());
            }
            switch (result) {
                case RenderResult.Rendered rendered ->
                    out.print(rendered.rendering().text());
                case RenderResult.Failed failure -> {
                    spec.commandLine().getErr().println("auditflow: " + Failures.sentence(failure));
                    failed.add(target);
                }
            }
        });
        out.flush();
        return failed.isEmpty() ? ExitCode.PASS : ExitCode.NO_ANSWER;
    }
}
