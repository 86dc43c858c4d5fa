package dev.auditflow.check.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.diff.Comparison;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Public charts at successive versions: which objects came, went and changed, as another program counted them. */
class ChartUpgradesTest {
    private static final Path DATA = Path.of("../../shared/data/golden-upgrades");

    @TestFactory
    Stream<DynamicTest> objectsAreFoundAsTheyWereCounted() throws IOException {
        Path cases = DATA.resolve("cases.jsonl");
        if (!Files.exists(cases)) {
            return Stream.of(DynamicTest.dynamicTest(
                    "no data",
                    () -> assumeThat(cases)
                            .as("the renderings of public charts are not beside the repository")
                            .exists()));
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : Files.readAllLines(cases)) {
            JsonNode one = new ObjectMapper().readTree(line);
            tests.add(DynamicTest.dynamicTest(
                    one.path("old").asText() + " → " + one.path("new").asText(), () -> check(one)));
        }
        return tests.stream();
    }

    private static void check(JsonNode one) throws IOException {
        List<Resource> before = read(one.path("old").asText());
        List<Resource> after = read(one.path("new").asText());
        Comparison comparison = Comparison.of(before, after, "default");
        Set<String> added = new TreeSet<>();
        Set<String> removed = new TreeSet<>();
        Set<String> changed = new TreeSet<>();
        for (ObjectChange change : comparison.changes()) {
            switch (change) {
                case ObjectChange.Added add -> added.add(key(add.id()));
                case ObjectChange.Removed gone -> removed.add(key(gone.id()));
                case ObjectChange.Changed same when !same.renamed() -> changed.add(key(same.id()));
                case ObjectChange.Changed renamed -> {
                    added.add(key(renamed.id()));
                    removed.add(key(renamed.before().id()));
                }
            }
        }
        assertThat(added).isEqualTo(keys(one.path("added_keys")));
        assertThat(removed).isEqualTo(keys(one.path("removed_keys")));
        assertThat(changed).isEqualTo(keys(one.path("changed_keys")));
        everyChangeHasAClass(comparison, before, after);
    }

    private static void everyChangeHasAClass(Comparison comparison, List<Resource> before, List<Resource> after) {
        Upgrade upgrade = new Upgrade("chart", comparison, Forecast.of(comparison, before, after));
        for (ObjectChange change : comparison.changes()) {
            assertThat(upgrade.meanings(change)).as(change.id().toString()).isNotEmpty();
        }
    }

    private static String key(ResourceId id) {
        return id.group() + " " + id.kind() + " " + id.name();
    }

    private static Set<String> keys(JsonNode list) {
        Set<String> keys = new TreeSet<>();
        list.forEach(key -> keys.add(key.get(0).asText() + " " + key.get(1).asText() + " "
                + key.get(3).asText()));
        return keys;
    }

    private static List<Resource> read(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(DATA.resolve(name)))) {
            return ManifestReader.objects(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
