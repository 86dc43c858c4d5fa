package dev.auditflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.JsonTree;
import dev.auditflow.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table {@code deploy/health.yaml}, as it is one minute into the year. */
class ObjectHealthTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");

    static Stream<JsonNode> cases() throws IOException {
        String text = Files.readString(Path.of("src/test/resources/deploy/health.yaml"));
        byte[] json = Json.bytes(YamlReader.read(text).documents().getFirst());
        JsonNode list = JsonTree.read(json, 0, json.length);
        assertThat(list.size()).isGreaterThan(40);
        return StreamSupport.stream(list.spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isAsTheTableSays(JsonNode row) {
        Health health = ObjectHealth.of(row.path("object"), NOW);
        assertThat(health.state().name())
                .as(health.reason())
                .isEqualTo(row.path("health").asText());
        assertThat(health.reason().isEmpty()).isEqualTo(health.isCurrent());
    }
}
