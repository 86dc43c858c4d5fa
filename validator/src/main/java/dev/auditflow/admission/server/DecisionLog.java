package dev.auditflow.admission.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.auditflow.admission.Decision;
import dev.auditflow.admission.review.AdmissionRequest;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line of JSON for each decision: who asked for what, what was decided, by which policies and how fast. It holds
 * ids of rules and paths of fields but nothing of an object, for that may be a Secret. Lines that find no room are dropped
 * and counted: a log that is slow must not make the cluster slow.
 */
public final class DecisionLog implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int WAITING = 4096;
    private static final int MOST_FINDINGS = 100;

    private final OutputStream out;
    private final double share;
    private final Clock clock;
    private final Metrics metrics;
    private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(WAITING);
    private final boolean kept;
    private final Thread writer;

    /**
     * A log that is written by a thread of its own.
     *
     * @param out null to keep none
     * @param share of the requests without a finding that get a line, from 0 to 1; all others always get one
     */
    public DecisionLog(@Nullable OutputStream out, double share, Clock clock, Metrics metrics) {
        this.out = out == null ? OutputStream.nullOutputStream() : out;
        this.kept = out != null;
        this.share = share;
        this.clock = clock;
        this.metrics = metrics;
        this.writer = Thread.ofPlatform().daemon().name("decision-log").start(this::write);
    }

    void add(Decision decision, String id, Duration took) {
        boolean quiet = decision.allowed()
                && decision.warnings().isEmpty()
                && decision.recorded().isEmpty();
        if (!kept || (quiet && ThreadLocalRandom.current().nextDouble() >= share)) {
            return;
        }
        if (!lines.offer(line(decision, id, took))) {
            metrics.lineLost();
        }
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        writer.interrupt();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            while (true) {
                out.write(lines.take());
                if (lines.isEmpty()) {
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            rest();
        } catch (IOException e) {
            // Nobody reads the log any more; decisions go on, and the counter says that lines are lost.
            lines.clear();
        }
    }

    private void rest() {
        try {
            for (byte[] line = lines.poll(); line != null; line = lines.poll()) {
                out.write(line);
            }
            out.flush();
        } catch (IOException e) {
            lines.clear();
        }
    }

    private byte[] line(Decision decision, String id, Duration took) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            AdmissionRequest request = decision.request();
            json.writeStartObject();
            json.writeStringField("time", clock.instant().toString());
            json.writeStringField("decision", id);
            json.writeStringField("uid", request.uid());
            json.writeStringField("verdict", decision.verdict());
            json.writeStringField("operation", request.operation().name());
            json.writeStringField("apiVersion", request.apiVersion());
            json.writeStringField("kind", request.kind());
            json.writeStringField("subResource", request.subResource());
            json.writeStringField("namespace", request.namespace());
            json.writeStringField("name", request.name());
            json.writeStringField("user", request.user());
            json.writeBooleanField("dryRun", request.dryRun());
            findings(json, "denied", decision.denials());
            findings(json, "warned", decision.warnings());
            findings(json, "recorded", decision.recorded());
            findings(
                    json,
                    "waived",
                    decision.waived().stream().map(Verdict.Waived::finding).toList());
            json.writeNumberField("rules", decision.checked());
            json.writeStringField("skipped", decision.skipped());
            json.writeStringField("bundle", decision.policies().digest());
            json.writeStringField("environment", decision.policies().environment());
            json.writeNumberField("microseconds", took.toNanos() / 1_000);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static void findings(JsonGenerator json, String name, List<Finding> findings) throws IOException {
        json.writeArrayFieldStart(name);
        for (Finding finding : findings.stream().limit(MOST_FINDINGS).toList()) {
            json.writeString(finding.rule() + (finding.path().isRoot() ? "" : " " + finding.path()));
        }
        json.writeEndArray();
    }
}
