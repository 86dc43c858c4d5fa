package dev.auditflow.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A client of the Chrome DevTools protocol: commands with their answers, and the events between them. */
final class DevTools implements WebSocket.Listener {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_SECONDS = 60;

    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final StringBuilder text = new StringBuilder();
    private @Nullable WebSocket socket;

    static DevTools connect(URI address) {
        DevTools tools = new DevTools();
        tools.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, tools)
                .join();
        return tools;
    }

    /** Sends a command and waits for its answer. */
    JsonNode send(String session, String method, Object... parameters) {
        int id = ids.incrementAndGet();
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        ObjectNode params = message.putObject("params");
        for (int i = 0; i < parameters.length; i += 2) {
            params.set(parameters[i].toString(), JSON.valueToTree(parameters[i + 1]));
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        open.put(id, answer);
        java.util.Objects.requireNonNull(socket)
                .sendText(message.toString(), true)
                .join();
        JsonNode result = answer.orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS).join();
        if (result.has("error")) {
            throw new IllegalStateException(method + ": " + result.get("error"));
        }
        return result.path("result");
    }

    /** What happened in a session, in order. */
    List<JsonNode> events(String session, String method) {
        return events.stream()
                .filter(event -> event.path("sessionId").asText().equals(session))
                .filter(event -> event.path("method").asText().equals(method))
                .map(event -> event.path("params"))
                .toList();
    }

    @Override
    public synchronized @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            try {
                take(JSON.readTree(text.toString()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void take(JsonNode message) {
        CompletableFuture<JsonNode> answer =
                message.has("id") ? open.remove(message.get("id").asInt()) : null;
        if (answer == null) {
            events.add(message);
        } else {
            answer.complete(message);
        }
    }
}
