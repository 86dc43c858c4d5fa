package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import dev.auditflow.render.RenderResult;
import dev.auditflow.render.Renderer;
import dev.auditflow.render.Rendering;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
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

    @Option(names = "--helm-engine", paramLabel = "ENGINE", description = "embedded or binary (default: embedded).")
    private String helmEngine = "";

    @Override
    public Integer call() throws ConfigException {
        Selection.Chosen chosen = selection.choose();
        String engine = helmEngine.isEmpty() ? chosen.config().helmEngine() : helmEngine;
        Renderer renderer = new Renderer(HelmEngines.named(engine), System.in);
        PrintWriter out = spec.commandLine().getOut();
        int code = ExitCode.PASS;
        for (Target target : chosen.targets()) {
            switch (renderer.render(target)) {
                case RenderResult.Rendered rendered -> {
                    for (Rendering.RenderedFile file : rendered.rendering().files()) {
                        out.print(file.text());
                    }
                }
                case RenderResult.Failed failed -> {
                    spec.commandLine().getErr().println("auditflow: " + Failures.sentence(failed));
                    code = ExitCode.NO_ANSWER;
                }
            }
        }
        out.flush();
        return code;
    }
}
