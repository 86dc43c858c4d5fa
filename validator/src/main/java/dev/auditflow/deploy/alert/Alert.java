package dev.auditflow.deploy.alert;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * An alert that fires.
 *
 * @param fingerprint names its labels; the same alert has the same one when it fires again
 * @param labels by name, {@code alertname} among them
 * @param annotations by name
 * @param since when it began, by the clock of who raised it
 */
public record Alert(String fingerprint, Map<String, String> labels, Map<String, String> annotations, Instant since) {
    public Alert {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /** As Alertmanager's matchers write it, without the labels that say what it is attributed to. */
    public String name() {
        Map<String, String> more = new TreeMap<>(labels);
        more.remove("alertname");
        return labels.getOrDefault("alertname", fingerprint) + more;
    }

    /** What its annotations say of it in one line; empty if they say nothing. */
    public String summary() {
        return annotations
                .getOrDefault("summary", annotations.getOrDefault("description", ""))
                .strip()
                .replaceAll("\\s+", " ");
    }
}
