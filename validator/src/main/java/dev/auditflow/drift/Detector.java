package dev.auditflow.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.check.golden.GoldenFile;
import dev.auditflow.deploy.Cluster;
import dev.auditflow.deploy.DeployException;
import dev.auditflow.diff.Change;
import dev.auditflow.diff.Comparison;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.JsonNodes;
import dev.auditflow.yaml.JsonTree;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at one object. The API server itself is asked what it would make of the rendering (server-side apply, tried and not kept), so
 * its defaults and its way to write quantities are on both sides. What others added is told by {@code managedFields}.
 */
final class Detector {
    private static final List<String> OF_THE_SERVER =
            List.of("managedFields", "resourceVersion", "uid", "generation", "creationTimestamp", "selfLink");

    private final Cluster cluster;
    private final String namespace;
    private final IgnoreRules rules;
    private final GoldenFile secrets;

    /** @param namespace of objects that name none */
    Detector(Cluster cluster, String namespace, IgnoreRules rules, GoldenFile secrets) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.rules = rules;
        this.secrets = secrets;
    }

    /** Looks; changes nothing. @throws DeployException if it cannot be looked at */
    ObjectDrift look(Resource object) throws DeployException {
        String inside =
                object.id().namespace().isEmpty() ? namespace : object.id().namespace();
        String path = cluster.path(
                        object.id().apiVersion(),
                        object.id().kind(),
                        inside,
                        object.id().name())
                .orElseThrow(() -> DeployException.refused("The cluster does not know the kind %s (%s)"
                        .formatted(object.id().kind(), object.id().apiVersion())));
        ObjectNode rendered = (ObjectNode) tree(object.root());
        Optional<JsonNode> live = cluster.get(path);
        if (live.isEmpty() && isGoneByItself(rendered)) {
            return new ObjectDrift(object, path, null, rendered, List.of(), List.of(), 1);
        }
        if (live.isEmpty()) {
            Drift gone = new Drift(Drift.Kind.GONE, object.id(), "", "", "", "", "");
            return new ObjectDrift(object, path, null, rendered, List.of(), List.of(gone), 0);
        }
        ObjectNode expected = (ObjectNode) cluster.tryToApply(path, rendered, Ownership.TRIAL);
        Ownership owners = Ownership.of(live.get());
        owners.withoutAdditions(expected);
        return compared(object, path, (ObjectNode) live.get(), expected, owners);
    }

    /** A Job that may be cleaned up after it ended. */
    private static boolean isGoneByItself(JsonNode rendered) {
        return rendered.path("kind").asText("").equals("Job")
                && rendered.path("spec").has("ttlSecondsAfterFinished");
    }

    private ObjectDrift compared(Resource object, String path, ObjectNode live, ObjectNode expected, Ownership owners) {
        List<Change> kept = new ArrayList<>();
        List<Drift> drifts = new ArrayList<>();
        int ignored = 0;
        for (Change change : changes(plain(expected), plain(live))) {
            FieldPath field = change instanceof Change.Removed removed ? removed.oldPath() : change.newPath();
            Optional<Manager> manager = change instanceof Change.Removed ? Optional.empty() : owners.of(field);
            if (rules.ignores(object.id(), field, manager.map(Manager::name).orElse(""))) {
                ignored++;
            } else {
                kept.add(change);
                drifts.add(drift(object, change, manager));
            }
        }
        return new ObjectDrift(object, path, live, expected, kept, drifts, ignored);
    }

    private static Drift drift(Resource object, Change change, Optional<Manager> manager) {
        Drift.Kind kind = switch (change) {
            case Change.Added _ -> Drift.Kind.ADDED;
            case Change.Removed _ -> Drift.Kind.MISSING;
            case Change.Replaced _, Change.Reordered _ -> Drift.Kind.CHANGED;
        };
        String expected = switch (change) {
            case Change.Added _ -> "";
            case Change.Removed removed -> text(removed.before());
            case Change.Replaced replaced -> text(replaced.before());
            case Change.Reordered reordered -> text(reordered.before());
        };
        String found = switch (change) {
            case Change.Added added -> text(added.after());
            case Change.Removed _ -> "";
            case Change.Replaced replaced -> text(replaced.after());
            case Change.Reordered reordered -> text(reordered.after());
        };
        return new Drift(
                kind,
                object.id(),
                change.trail().toString(),
                expected,
                found,
                manager.map(Manager::name).orElse(""),
                manager.map(Manager::time).orElse(""));
    }

    /** From what should be to what is, with hashes in the place of secrets. */
    private List<Change> changes(Resource expected, Resource live) {
        Comparison comparison =
                Comparison.of(List.of(secrets.masked(expected)), List.of(secrets.masked(live)), namespace);
        List<Change> changes = new ArrayList<>();
        for (ObjectChange change : comparison.changes()) {
            if (change instanceof ObjectChange.Changed changed) {
                changes.addAll(changed.changes());
            }
        }
        return changes;
    }

    /** Without what the server keeps for itself, and without the status, which is what it says and not what it is told. */
    private static Resource plain(ObjectNode object) {
        ObjectNode plain = object.deepCopy();
        plain.remove("status");
        plain.withObject("/metadata").remove(OF_THE_SERVER);
        try {
            return ManifestReader.object(
                    (MapNode) JsonNodes.read(JsonTree.write(plain).getBytes(StandardCharsets.UTF_8)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode tree(MapNode root) {
        byte[] json = Json.bytes(root);
        try {
            return JsonTree.read(json, 0, json.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Node node) {
        return new String(Json.bytes(node), StandardCharsets.UTF_8);
    }
}
