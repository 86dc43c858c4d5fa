package dev.auditflow.bench;

import dev.auditflow.render.HelmRequest;
import dev.auditflow.render.JavaHelmEngine;
import dev.auditflow.render.RenderResult;
import dev.auditflow.render.template.HelmFunctionTable;
import dev.auditflow.render.template.Limits;
import dev.auditflow.render.template.functions.GoYaml;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One rendering of a chart from its folder, origins and all, in a JVM that is warm. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class RenderBenchmark {
    @Param("bench/chart")
    public String chart;

    private HelmRequest request;
    private JavaHelmEngine engine;

    @Setup
    public void load() {
        request = HelmRequest.of(Path.of(chart), "1.34.0").build();
        engine = new JavaHelmEngine(HelmFunctionTable.standard(), GoYaml::write, Limits.defaults());
    }

    @Benchmark
    public RenderResult render() {
        RenderResult result = engine.render(request);
        if (result instanceof RenderResult.Failed failed) {
            throw new IllegalStateException(failed.message());
        }
        return result;
    }
}
