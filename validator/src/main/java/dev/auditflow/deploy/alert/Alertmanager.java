package dev.auditflow.deploy.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.host.WebClient;
import dev.auditflow.yaml.JsonTree;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An Alertmanager, by its API v2. Only what is active counts: silenced and inhibited alerts are somebody's decision that nobody
 * has to act.
 */
public final class Alertmanager {
    private static final String QUERY = "?active=true&silenced=false&inhibited=false&unprocessed=false";
    private static final int SHOWN = 200;

    private final WebClient web;
    private final URI address;
    private final Map<String, String> headers;

    /**
     * One behind an address; nothing is sent yet.
     *
     * @param base its address, below which {@code /api/v2} lies
     * @param matchers as Alertmanager writes them, such as {@code severity="critical"}; all must match
     * @param token for the header {@code Authorization}; empty for none
     */
    public Alertmanager(WebClient web, URI base, List<String> matchers, String token) {
        this.web = web;
        StringBuilder query = new StringBuilder(QUERY);
        matchers.forEach(
                matcher -> query.append("&filter=").append(URLEncoder.encode(matcher, StandardCharsets.UTF_8)));
        this.address = URI.create(base.toString().replaceAll("/+$", "") + "/api/v2/alerts" + query);
        this.headers = token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token);
    }

    /** It cannot be asked, or what it says is no answer. The message is a sentence. */
    public static final class Unreachable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreachable(String message) {
            super(message);
        }

        /** The message, never null. */
        public String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /** The alerts that fire now. @throws Unreachable if nobody knows */
    public List<Alert> firing() throws Unreachable {
        try {
            WebClient.Answer answer = web.get(address, headers);
            if (answer.status() == 401 || answer.status() == 403) {
                throw new Unreachable("Alertmanager refuses the token (%d); look at \"token\" of the bake window"
                        .formatted(answer.status()));
            }
            if (answer.status() != 200) {
                throw new Unreachable("Alertmanager answers with %d: %s".formatted(answer.status(), words(answer)));
            }
            List<Alert> alerts = new ArrayList<>();
            JsonNode list = JsonTree.readStrictly(answer.body());
            if (!list.isArray()) {
                throw new Unreachable("Alertmanager answers with no list of alerts; is its address right?");
            }
            for (JsonNode node : list) {
                if (node.path("status").path("state").asText("").equals("active")) {
                    alerts.add(alert(node));
                }
            }
            return alerts;
        } catch (WebClient.Failure e) {
            throw new Unreachable("Alertmanager " + e.sentence());
        } catch (JsonProcessingException | DateTimeException e) {
            throw new Unreachable("Alertmanager answers with something else than alerts; is its address right?");
        }
    }

    private static String words(WebClient.Answer answer) {
        String body = answer.body().strip();
        return body.length() > SHOWN ? body.substring(0, SHOWN) + "…" : body;
    }

    private static Alert alert(JsonNode node) {
        Instant since = OffsetDateTime.parse(node.path("startsAt").asText("")).toInstant();
        return new Alert(
                node.path("fingerprint").asText(""),
                texts(node.path("labels")),
                texts(node.path("annotations")),
                since);
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new HashMap<>();
        node.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText("")));
        return texts;
    }
}
