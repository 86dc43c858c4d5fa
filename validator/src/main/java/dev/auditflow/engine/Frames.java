package dev.auditflow.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.host.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Content of the frames that the server engine reads and writes. */
final class Frames {
    /** The engine must speak the same. */
    static final int PROTOCOL = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Frames() {}

    /** An answer and the question it belongs to. */
    record Numbered(long id, Answer answer) {}

    static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a string is always JSON", e);
        }
    }

    static byte[] definitions(long id, String set, List<byte[]> definitions) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes("{\"id\":%d,\"set\":%s,\"definitions\":["
                .formatted(id, quoted(set))
                .getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < definitions.size(); i++) {
            if (i > 0) {
                frame.write(',');
            }
            frame.writeBytes(definitions.get(i));
        }
        frame.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return frame.toByteArray();
    }

    /** Reads the engine's first frame; gives the Kubernetes release that it was built from. */
    static String hello(byte[] frame) throws Command.Failure {
        JsonNode hello = read(frame);
        if (hello.path("protocol").asInt() != PROTOCOL) {
            throw new Command.Failure("the server engine speaks protocol %s, and %d is needed"
                    .formatted(hello.path("protocol"), PROTOCOL));
        }
        return hello.path("kubernetes").asText();
    }

    static Numbered answer(byte[] frame) throws Command.Failure {
        JsonNode read = read(frame);
        List<Answer.Fault> faults = new ArrayList<>();
        for (JsonNode fault : read.path("errors")) {
            faults.add(new Answer.Fault(
                    fault.path("type").asText(),
                    fault.path("field").asText(),
                    fault.path("detail").asText()));
        }
        List<String> warnings = new ArrayList<>();
        read.path("warnings").forEach(warning -> warnings.add(warning.asText()));
        Answer answer = new Answer(
                outcome(read.path("outcome").asText()), read.path("message").asText(), faults, warnings);
        return new Numbered(read.path("id").asLong(-1), answer);
    }

    private static Answer.Outcome outcome(String word) throws Command.Failure {
        try {
            return Answer.Outcome.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new Command.Failure("the server engine answered \"%s\", which means nothing".formatted(word));
        }
    }

    private static JsonNode read(byte[] frame) throws Command.Failure {
        try {
            return JSON.readTree(frame);
        } catch (IOException e) {
            throw new Command.Failure("the server engine wrote something that is no JSON");
        }
    }
}
