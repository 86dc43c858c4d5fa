package dev.auditflow.gate.truth;

import dev.auditflow.engine.Question;
import dev.auditflow.engine.ServerEngine;
import dev.auditflow.host.Command;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.render.OriginMap;
import dev.auditflow.render.Rendering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a server engine costs. Times of processors are empty where the system does not tell.
 *
 * @param start until it can be asked, by the clock
 * @param startProcessor of its process until then
 * @param manifests that hold an object; the others never reach an engine
 * @param processor of its process for all of them, its start included
 */
public record EngineCost(
        Duration start, Optional<Duration> startProcessor, int manifests, Optional<Duration> processor) {
    /** Objects of one question to the engine; a chart seldom has more. */
    private static final int BATCH = 100;

    /**
     * Starts the engine and asks it about every manifest.
     *
     * @param engine that was not started yet
     * @throws Command.Failure with a sentence if it cannot be started or breaks
     */
    public static EngineCost measure(ServerEngine engine, List<TruthCase> cases) throws Command.Failure {
        List<Question> questions = questions(cases);
        ServerEngine.Definitions none = new ServerEngine.Definitions("", List.of());
        long before = System.nanoTime();
        Optional<Duration> startProcessor = engine.processorTime();
        Duration start = Duration.ofNanos(System.nanoTime() - before);
        for (int i = 0; i < questions.size(); i += BATCH) {
            engine.ask(questions.subList(i, Math.min(i + BATCH, questions.size())), none);
        }
        return new EngineCost(start, startProcessor, questions.size(), engine.processorTime());
    }

    /** In words: {@code ready after 41 ms, 40 of processor; 600 manifests took 120 ms of processor, 0.20 a manifest}. */
    public String text() {
        String text = "ready after %d ms".formatted(start.toMillis());
        if (startProcessor.isEmpty() || processor.isEmpty()) {
            return text;
        }
        long judging = processor.get().minus(startProcessor.get()).toMillis();
        return text
                + ", %d of processor; %d manifests took %d ms of processor, %.2f a manifest"
                        .formatted(
                                startProcessor.get().toMillis(),
                                manifests,
                                judging,
                                (double) judging / Math.max(1, manifests));
    }

    private static List<Question> questions(List<TruthCase> cases) {
        List<Question> questions = new ArrayList<>();
        for (TruthCase one : cases) {
            Rendering.RenderedFile file = new Rendering.RenderedFile("manifest.yaml", one.manifest(), OriginMap.none());
            new ManifestReader()
                    .read(new Rendering(List.of(file), List.of()))
                    .resources()
                    .forEach(resource -> questions.add(Question.create("default", resource.json())));
        }
        return questions;
    }
}
