package dev.auditflow.bench;

import dev.auditflow.render.HelmRequest;
import dev.auditflow.render.JavaHelmEngine;
import dev.auditflow.render.RenderResult;
import dev.auditflow.render.template.HelmFunctionTable;
import dev.auditflow.render.template.Limits;
import dev.auditflow.render.template.functions.GoYaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** All charts from their folders in one run, with a thread for each processor, in a JVM that is warm. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 5)
@Measurement(iterations = 5, time = 2)
public class FleetBenchmark {
    private List<HelmRequest> requests;
    private ExecutorService threads;

    /** {@code -Dcharts=FOLDER,FOLDER…}, the largest first. */
    @Setup
    public void load() {
        requests = new ArrayList<>();
        for (String chart : System.getProperty("charts").split(",")) {
            requests.add(HelmRequest.of(Path.of(chart), "1.34.0").build());
        }
        threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    }

    @Benchmark
    public List<RenderResult> render() throws Exception {
        JavaHelmEngine engine = new JavaHelmEngine(HelmFunctionTable.standard(), GoYaml::write, Limits.defaults());
        List<Future<RenderResult>> running = new ArrayList<>();
        for (HelmRequest request : requests) {
            running.add(threads.submit(() -> engine.render(request)));
        }
        List<RenderResult> results = new ArrayList<>();
        for (Future<RenderResult> one : running) {
            if (one.get() instanceof RenderResult.Failed failed) {
                throw new IllegalStateException(failed.message());
            }
            results.add(one.get());
        }
        return results;
    }

    @TearDown
    public void end() {
        threads.shutdown();
    }
}
