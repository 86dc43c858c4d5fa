package dev.auditflow.render.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Schemas and values with the lines that helm 3.22 prints for them. */
class JsonSchemaTest {
    @TestFactory
    Stream<DynamicTest> saysWhatHelmSays() throws IOException {
        ObjectMapper json = new ObjectMapper();
        return Files.readAllLines(Path.of("src/test/resources/values-schemas/cases.jsonl")).stream()
                .map(line -> DynamicTest.dynamicTest(line, () -> {
                    JsonNode given = json.readTree(line);
                    assertThat(JsonSchema.isSimple(given.get("schema"))).isTrue();
                    SchemaViolation violation = new JsonSchema(given.get("schema")).check(given.get("values"));
                    String text = violation == null ? "" : String.join("\n", violation.lines());
                    assertThat(text).isEqualTo(given.get("helm").asText());
                }));
    }
}
