package dev.auditflow.check.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.check.schema.Mutants;
import dev.auditflow.diff.Comparison;
import dev.auditflow.engine.Answer;
import dev.auditflow.engine.BuiltEngines;
import dev.auditflow.engine.Question;
import dev.auditflow.engine.ServerEngine;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.OriginMap;
import dev.auditflow.render.Rendering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The forecast beside Kubernetes' own update validation: an object of every kind, and the same with one change. */
final class UpgradeAgreementTest {
    private static final int EACH = Integer.getInteger("mutants", 60);
    /** In percent. */
    private static final int MOST_WRONG = 3;

    private static final long SEED = Long.getLong("seed", 1);
    private static final ServerEngine.Definitions NONE = new ServerEngine.Definitions("", List.of());

    private record Pair(Resource before, Resource after, String what) {}

    @Test
    void failsIsWhatTheServerRefuses() throws Exception {
        Path program = BuiltEngines.need("1.34");
        List<Pair> pairs = pairs();
        List<Answer> creates;
        List<Answer> updates;
        try (ServerEngine engine = new ServerEngine(program, 1024)) {
            creates = engine.ask(
                    pairs.stream()
                            .map(pair -> Question.create("default", pair.after().json()))
                            .toList(),
                    NONE);
            updates = engine.ask(
                    pairs.stream()
                            .map(pair -> Question.update(
                                    "default",
                                    pair.after().json(),
                                    pair.before().json()))
                            .toList(),
                    NONE);
        }
        List<String> wrong = new ArrayList<>();
        int refused = 0;
        int compared = 0;
        for (int i = 0; i < pairs.size(); i++) {
            Answer update = updates.get(i);
            if (creates.get(i).outcome() != Answer.Outcome.VALID || update.outcome() == Answer.Outcome.FAILED) {
                continue;
            }
            Pair pair = pairs.get(i);
            boolean refuses = update.outcome() == Answer.Outcome.INVALID;
            List<Resource> before = List.of(pair.before());
            List<Resource> after = List.of(pair.after());
            List<Effect> fails = Forecast.of(Comparison.of(before, after, "default"), before, after).stream()
                    .filter(effect -> effect.meaning() == Meaning.FAILS)
                    .toList();
            compared++;
            refused += refuses ? 1 : 0;
            if (refuses == fails.isEmpty()) {
                wrong.add("%s %s: %s"
                        .formatted(
                                refuses ? "MISSED" : "FALSE",
                                pair.what(),
                                refuses ? update.message() : fails.getFirst().message()));
            }
        }
        Files.createDirectories(Path.of("target"));
        wrong.addFirst("compared %d, refused %d, wrong %d".formatted(compared, refused, wrong.size()));
        Files.write(Path.of("target/upgrades.txt"), wrong);
        // Left are fields set to what they default to anyway, and manifests from which Helm cannot make a patch.
        assertThat((wrong.size() - 1) * 100L).as("wrong: %s", wrong).isLessThanOrEqualTo((long) MOST_WRONG * compared);
    }

    private static List<Pair> pairs() throws IOException {
        List<Pair> pairs = new ArrayList<>();
        long seed = SEED;
        for (Resource resource : read(Files.readString(Path.of("src/test/resources/schema/kinds.yaml")))) {
            ObjectNode object = Mutants.parse(resource.json()).orElseThrow();
            for (Mutants.Mutant mutant : Mutants.of(object, EACH, seed++)) {
                List<Resource> changed = read(mutant.object().toString());
                boolean same = changed.size() == 1 && changed.getFirst().id().equals(resource.id());
                if (same) {
                    String what = "%s %s at %s".formatted(resource.id().kind(), mutant.mutation(), mutant.place());
                    pairs.add(new Pair(resource, changed.getFirst(), what));
                }
            }
        }
        return pairs;
    }

    private static List<Resource> read(String text) {
        Rendering.RenderedFile file = new Rendering.RenderedFile("kinds.yaml", text, OriginMap.none());
        return new ManifestReader()
                .read(new Rendering(List.of(file), List.of()))
                .resources();
    }
}
