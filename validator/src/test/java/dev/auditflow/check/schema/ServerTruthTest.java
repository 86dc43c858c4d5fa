package dev.auditflow.check.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Holds the check against what a real API server 1.34 said of public charts' objects and mutants of them. */
final class ServerTruthTest {
    @Test
    void agreesWithTheServerOnTheSharedCases() throws IOException {
        Optional<Path> cases = SharedData.find("server-truth/cases.jsonl");
        assumeTrue(cases.isPresent(), "the shared corpora are not beside the repository");
        try (InputStream in = Files.newInputStream(cases.orElseThrow())) {
            assertThat(disagreements(in)).isEmpty();
        }
    }

    private static List<String> disagreements(InputStream in) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<String> wrong = new ArrayList<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode one = mapper.readTree(line);
            List<String> refusals = Manifests.refusals(one.path("manifest").asText());
            boolean accepted = one.path("accepted").asBoolean();
            if (accepted != refusals.isEmpty()) {
                String what = "%s %s %s: "
                        .formatted(
                                one.path("id").asText(),
                                one.path("kind").asText(),
                                one.path("mutation").asText());
                wrong.add(
                        accepted
                                ? what + "the server accepts it, the check refuses: " + refusals
                                : what + "the check misses: "
                                        + one.path("message").asText());
            }
        }
        return wrong;
    }
}
