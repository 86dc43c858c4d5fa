package dev.auditflow.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.check.upgrade.Effect;
import dev.auditflow.check.upgrade.Meaning;
import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.diff.Change;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.diff.Trail;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Upgrades for programs, and as the input of policies about them. */
public final class UpgradeJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private UpgradeJson() {}

    static String write(List<Upgrade> upgrades) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("version", 1);
        root.put("summary", UpgradeSummary.line(upgrades));
        ArrayNode targets = root.putArray("targets");
        upgrades.forEach(upgrade -> targets.add(of(upgrade)));
        return JsonText.of(root);
    }

    /** One target. */
    public static ObjectNode of(Upgrade upgrade) {
        ObjectNode target = JsonNodeFactory.instance.objectNode();
        target.put("target", upgrade.target());
        target.put("unchanged", upgrade.comparison().unchanged());
        ArrayNode objects = target.putArray("objects");
        for (ObjectChange change : upgrade.comparison().changes()) {
            objects.add(object(upgrade, change));
        }
        for (ResourceId masked : UpgradeWords.masked(upgrade)) {
            ObjectNode object = objects.addObject().put("change", "masked");
            id(masked, object);
            said(upgrade, masked, object);
        }
        return target;
    }

    /** Each changed object as a document that policies may judge, of the kind {@code Change}. */
    public static String inputs(Upgrade upgrade) {
        StringBuilder documents = new StringBuilder();
        for (JsonNode object : of(upgrade).path("objects")) {
            ObjectNode input = JsonNodeFactory.instance.objectNode();
            input.put("apiVersion", "auditflow.dev/v1").put("kind", "Change");
            String namespace = object.path("namespace").asText("");
            String name = object.path("kind").asText() + "/" + (namespace.isEmpty() ? "" : namespace + "/")
                    + object.path("name").asText();
            input.putObject("metadata").put("name", name);
            input.put("target", upgrade.target());
            ObjectNode id = input.putObject("object");
            for (String field : List.of("apiVersion", "kind", "namespace", "name")) {
                if (object.has(field)) {
                    id.set(field, object.get(field));
                }
            }
            for (String field : List.of("change", "was", "means", "effects", "changes", "before", "after")) {
                if (object.has(field)) {
                    input.set(field, object.get(field));
                }
            }
            documents.append(documents.isEmpty() ? "" : "---\n").append(JsonText.of(input));
        }
        return documents.toString();
    }

    private static ObjectNode object(Upgrade upgrade, ObjectChange change) {
        ObjectNode object = JsonNodeFactory.instance.objectNode().put("change", UpgradeWords.verb(change));
        id(change.id(), object);
        if (change instanceof ObjectChange.Changed changed && changed.renamed()) {
            id(changed.before().id(), object.putObject("was"));
        }
        said(upgrade, change.id(), object);
        switch (change) {
            case ObjectChange.Added added ->
                object.set("after", json(added.after().root()));
            case ObjectChange.Removed removed ->
                object.set("before", json(removed.before().root()));
            case ObjectChange.Changed changed -> {
                ArrayNode changes = object.putArray("changes");
                Map<Trail, List<Effect>> effects =
                        upgrade.of(changed.id()).stream().collect(Collectors.groupingBy(Effect::trail));
                changed.changes()
                        .forEach(field -> changes.add(change(effects.getOrDefault(field.trail(), List.of()), field)));
            }
        }
        return object;
    }

    private static void id(ResourceId id, ObjectNode into) {
        into.put("apiVersion", id.apiVersion()).put("kind", id.kind());
        if (!id.namespace().isEmpty()) {
            into.put("namespace", id.namespace());
        }
        into.put("name", id.name());
    }

    private static void said(Upgrade upgrade, ResourceId id, ObjectNode object) {
        ArrayNode means = object.putArray("means");
        upgrade.of(id).stream()
                .map(Effect::meaning)
                .distinct()
                .map(Meaning::word)
                .forEach(means::add);
        ArrayNode effects = object.putArray("effects");
        for (Effect effect : UpgradeWords.told(upgrade, id)) {
            ObjectNode one = effects.addObject().put("means", effect.meaning().word());
            one.put("path", effect.trail().toString()).put("message", effect.message());
            if (!effect.remedy().isEmpty()) {
                one.put("remedy", effect.remedy());
            }
            String cause = UpgradeWords.cause(effect);
            if (!cause.isEmpty()) {
                one.put("at", cause);
            }
        }
    }

    private static ObjectNode change(List<Effect> effects, Change change) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("path", change.trail().toString());
        ArrayNode means = json.putArray("means");
        effects.stream().map(effect -> effect.meaning().word()).distinct().forEach(means::add);
        switch (change) {
            case Change.Added added -> json.put("change", "added").set("after", json(added.after()));
            case Change.Removed removed -> json.put("change", "removed").set("before", json(removed.before()));
            case Change.Replaced replaced -> {
                json.put("change", "replaced").set("before", json(replaced.before()));
                json.set("after", json(replaced.after()));
            }
            case Change.Reordered order -> {
                ArrayNode places = json.put("change", "reordered").putArray("order");
                order.order().forEach(places::add);
            }
        }
        return json;
    }

    private static JsonNode json(Node node) {
        try {
            return MAPPER.readTree(Json.bytes(node));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
