package dev.auditflow.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads an answer as a Kubernetes API server does and refuses what it would refuse, cut or drop: k8s.io/apiserver,
 * admission/plugin/webhook/request/admissionreview.go, errors/statuserror.go, endpoints/filters/warning.go, and the rules
 * of audit annotations.
 */
final class ApiServerJudge {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_WARNINGS = 4096;
    private static final int ASKED_WARNING = 120;
    private static final String QUALIFIED = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";

    private ApiServerJudge() {}

    /** What the user would see. */
    record Answer(boolean allowed, int code, String message, List<String> warnings, JsonNode response) {
        String annotation(String key) {
            return response.at("/auditAnnotations/" + key).asText("");
        }
    }

    /** The answer, if a server takes it as it is. */
    static Answer accept(HttpResponse<byte[]> http, String version, String uid) throws Exception {
        assertThat(http.statusCode())
                .as(new String(http.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        assertThat(http.headers().firstValue("Content-Type")).contains("application/json");
        return accept(http.body(), version, uid);
    }

    /** As {@link #accept(HttpResponse, String, String)}, of the body alone. */
    static Answer accept(byte[] body, String version, String uid) throws Exception {
        CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
        JsonNode review = JSON.readTree(strict.decode(ByteBuffer.wrap(body)).toString());
        assertThat(review.path("apiVersion").asText()).isEqualTo("admission.k8s.io/" + version);
        assertThat(review.path("kind").asText()).isEqualTo("AdmissionReview");
        assertThat(review.has("request"))
                .as("a copy of the request helps nobody")
                .isFalse();
        JsonNode response = review.path("response");
        assertThat(response.isObject()).isTrue();
        assertThat(response.path("uid").asText()).isEqualTo(uid);
        assertThat(response.path("allowed").isBoolean()).isTrue();
        assertThat(response.has("patch") || response.has("patchType"))
                .as("a validating webhook must not patch")
                .isFalse();
        boolean allowed = response.path("allowed").asBoolean();
        if (!allowed) {
            assertThat(response.at("/status/code").asInt())
                    .as("below 400 it becomes 400")
                    .isBetween(400, 499);
            assertThat(response.at("/status/message").asText())
                    .as("empty becomes \"without explanation\"")
                    .isNotBlank();
            assertThat(response.at("/status/status").asText()).isEqualTo("Failure");
        }
        annotations(response.path("auditAnnotations"));
        return new Answer(
                allowed,
                response.at("/status/code").asInt(0),
                response.at("/status/message").asText(""),
                warnings(response.path("warnings")),
                response);
    }

    private static List<String> warnings(JsonNode warnings) {
        List<String> texts = new ArrayList<>();
        int total = 0;
        for (JsonNode warning : warnings) {
            String text = warning.asText();
            assertThat(text).as("a control character drops it").doesNotContainPattern("\\p{Cntrl}");
            assertThat(text).doesNotStartWith("Warning:").isNotBlank();
            assertThat(text.codePointCount(0, text.length())).isLessThanOrEqualTo(ASKED_WARNING);
            total += text.codePointCount(0, text.length());
            texts.add(text);
        }
        assertThat(total).as("beyond this they are cut and dropped").isLessThanOrEqualTo(MAX_WARNINGS);
        assertThat(texts).doesNotHaveDuplicates();
        return texts;
    }

    private static void annotations(JsonNode annotations) {
        for (Map.Entry<String, JsonNode> annotation : annotations.properties()) {
            assertThat(annotation.getKey())
                    .as("behind the webhook's name and a slash")
                    .matches(QUALIFIED);
            assertThat(annotation.getValue().isTextual()).isTrue();
        }
    }
}
