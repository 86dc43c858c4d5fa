package dev.auditflow.admission.review;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes the review that goes back: the version that came, and no copy of the request. */
public final class AnswerWriter {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int FORBIDDEN = 403;

    private AnswerWriter() {}

    /** The body as UTF-8 JSON. */
    public static byte[] bytes(String reviewVersion, AdmissionAnswer answer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("apiVersion", reviewVersion);
            json.writeStringField("kind", "AdmissionReview");
            json.writeObjectFieldStart("response");
            response(answer, json);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void response(AdmissionAnswer answer, JsonGenerator json) throws IOException {
        json.writeStringField("uid", answer.uid());
        json.writeBooleanField("allowed", answer.allowed());
        if (!answer.allowed()) {
            status(answer, json);
        }
        if (!answer.warnings().isEmpty()) {
            json.writeArrayFieldStart("warnings");
            for (String warning : answer.warnings()) {
                json.writeString(warning);
            }
            json.writeEndArray();
        }
        if (!answer.auditAnnotations().isEmpty()) {
            json.writeObjectFieldStart("auditAnnotations");
            for (Map.Entry<String, String> annotation :
                    answer.auditAnnotations().entrySet()) {
                json.writeStringField(annotation.getKey(), annotation.getValue());
            }
            json.writeEndObject();
        }
    }

    private static void status(AdmissionAnswer answer, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("status");
        json.writeStringField("status", "Failure");
        json.writeNumberField("code", FORBIDDEN);
        json.writeStringField("reason", "Forbidden");
        json.writeStringField("message", answer.message());
        json.writeObjectFieldStart("details");
        json.writeArrayFieldStart("causes");
        for (AdmissionAnswer.Cause cause : answer.causes()) {
            json.writeStartObject();
            json.writeStringField("reason", cause.reason());
            json.writeStringField("message", cause.message());
            json.writeStringField("field", cause.field());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }
}
