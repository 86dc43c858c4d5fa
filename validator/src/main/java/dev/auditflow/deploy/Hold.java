package dev.auditflow.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.auditflow.config.Target;
import dev.auditflow.yaml.JsonTree;
import java.util.Optional;

/**
 * Stops promotions until somebody resumes them.
 *
 * @param bundle {@code sha256:<hex>} of the only rendering that is held; empty for all
 */
public record Hold(String by, String time, String reason, String bundle) {
    /** Whether this rendering may not be promoted. */
    boolean stops(String rendering) {
        return bundle.isEmpty() || bundle.equals(rendering);
    }

    /** What stops a promotion. */
    DeployException refusal(Target target, String environment) {
        return DeployException.refused("%s is held since %s by %s: %s. 'auditflow resume %s --env %s' lets it go on"
                .formatted(target.name(), time, by, reason, target.release(), environment));
    }

    String json() {
        return JsonTree.write(JsonNodeFactory.instance
                .objectNode()
                .put("by", by)
                .put("time", time)
                .put("reason", reason)
                .put("bundle", bundle));
    }

    /** Reads a hold. One that cannot be read holds everything: it was put there for a reason. */
    static Optional<Hold> read(String json) {
        if (json.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode node = JsonTree.readStrictly(json);
            return Optional.of(new Hold(
                    node.path("by").asText(""),
                    node.path("time").asText(""),
                    node.path("reason").asText(""),
                    node.path("bundle").asText("")));
        } catch (JsonProcessingException e) {
            return Optional.of(new Hold("", "", "the hold cannot be read", ""));
        }
    }
}
