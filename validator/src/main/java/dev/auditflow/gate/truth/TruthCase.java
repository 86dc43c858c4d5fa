package dev.auditflow.gate.truth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.host.TextFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A manifest and what an API server said of it.
 *
 * @param mutation what was done to a valid manifest, or {@code original}
 */
public record TruthCase(String id, String mutation, String kind, String manifest, boolean accepted, String message) {
    /**
     * Reads cases, a JSON object a line with the components of this record.
     *
     * @throws IOException with a sentence if the file cannot be read or holds something else
     */
    public static List<TruthCase> read(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<TruthCase> cases = new ArrayList<>();
        int number = 0;
        for (String line : TextFiles.read(file).split("\n", -1)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            JsonNode node = parse(json, file, number, line);
            if (!node.path("manifest").isTextual() || !node.path("accepted").isBoolean()) {
                throw new IOException(
                        "%s:%d holds no case: \"manifest\" and \"accepted\" are needed".formatted(file, number));
            }
            cases.add(new TruthCase(
                    node.path("id").asText(Integer.toString(number)),
                    node.path("mutation").asText("unnamed"),
                    node.path("kind").asText(""),
                    node.path("manifest").asText(),
                    node.path("accepted").asBoolean(),
                    node.path("message").asText("")));
        }
        return cases;
    }

    private static JsonNode parse(ObjectMapper json, Path file, int number, String line) throws IOException {
        try {
            return json.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IOException("%s:%d is no JSON object".formatted(file, number), e);
        }
    }
}
