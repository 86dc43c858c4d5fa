package dev.auditflow.drift.report;

import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.drift.Drift;
import dev.auditflow.drift.ReleaseDrift;
import dev.auditflow.yaml.JsonTree;
import java.time.Instant;
import java.util.List;

/** For programs. */
final class DriftJson {
    private DriftJson() {}

    static String write(List<ReleaseDrift> drifts, Instant time) {
        ObjectNode root =
                JsonNodeFactory.instance.objectNode().put("version", 1).put("time", time.toString());
        ArrayNode releases = root.putArray("releases");
        for (ReleaseDrift release : drifts) {
            ObjectNode one = releases.addObject()
                    .put("target", release.target())
                    .put("release", release.release())
                    .put("environment", release.environment())
                    .put("namespace", release.namespace())
                    .put("basis", release.basis())
                    .put("objects", release.objects())
                    .put("ignored", release.ignored());
            ArrayNode list = one.putArray("drifts");
            release.drifts().forEach(drift -> list.add(json(drift)));
            ArrayNode unseen = one.putArray("unseen");
            release.unseen().forEach(unseen::add);
        }
        return JsonTree.write(root, new DefaultPrettyPrinter()) + "\n";
    }

    private static ObjectNode json(Drift drift) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", drift.kind().word())
                .put("apiVersion", drift.object().apiVersion())
                .put("objectKind", drift.object().kind())
                .put("objectNamespace", drift.object().namespace())
                .put("objectName", drift.object().name())
                .put("field", drift.field())
                .put("expected", drift.expected())
                .put("found", drift.found())
                .put("manager", drift.manager())
                .put("time", drift.time())
                .put("message", Words.sentence(drift));
    }
}
