package dev.auditflow.render;

import dev.auditflow.host.TextFiles;
import dev.auditflow.render.chart.ChartProblem;
import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.FnContext;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.yaml.FaultKind;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The objects that stand for a cluster when a chart calls {@code lookup}. */
final class LookupAnswers {
    private final List<MapNode> objects;

    private LookupAnswers(List<MapNode> objects) {
        this.objects = objects;
    }

    /**
     * Reads files of objects, YAML or JSON, lists included, as {@code kubectl get -o yaml} prints them.
     *
     * @throws ChartProblem when one cannot be read
     */
    static LookupAnswers read(List<Path> files) {
        List<MapNode> objects = new ArrayList<>();
        for (Path file : files) {
            String text = text(file);
            YamlReader.Parsed parsed = YamlReader.read(text);
            for (YamlReader.Fault fault : parsed.faults()) {
                if (fault.kind() == FaultKind.UNREADABLE) {
                    throw new ChartProblem(
                            "The objects for lookup cannot be read: " + fault.message(),
                            file.toString(),
                            fault.mark().line(),
                            "Correct the YAML of this file");
                }
            }
            parsed.documents().forEach(document -> add(objects, document, file));
        }
        return new LookupAnswers(objects);
    }

    private static String text(Path file) {
        try {
            return TextFiles.read(file);
        } catch (TextFiles.Unusable e) {
            throw new ChartProblem("Objects for lookup: " + e.sentence(), file.toString(), e.line(), e.remedy());
        }
    }

    private static void add(List<MapNode> objects, Node node, Path file) {
        if (node instanceof ScalarNode scalar && scalar.isNull()) {
            return;
        }
        if (!(node instanceof MapNode map) || text(map, "kind").isEmpty()) {
            throw new ChartProblem(
                    "What lookup answers from must be Kubernetes objects",
                    file.toString(),
                    node.mark().line(),
                    "Give each document apiVersion and kind");
        }
        if (map.get("items").orElse(null) instanceof ListNode items
                && text(map, "kind").endsWith("List")) {
            items.items().forEach(item -> add(objects, item, file));
        } else {
            objects.add(map);
        }
    }

    /** The function {@code lookup} over these objects. */
    Fn function() {
        return new Fn("lookup", "func(string, string, string, string) (map[string]interface {}, error)", this::lookup);
    }

    private Object lookup(FnContext context, List<@Nullable Object> args) {
        String version = String.valueOf(args.get(0));
        String kind = String.valueOf(args.get(1));
        String namespace = String.valueOf(args.get(2));
        String name = String.valueOf(args.get(3));
        context.step(objects.size());
        List<MapNode> found = objects.stream()
                .filter(object -> text(object, "apiVersion").equals(version))
                .filter(object -> text(object, "kind").equals(kind))
                .filter(object -> isIn(object, namespace))
                .filter(object -> name.isEmpty() || metadata(object, "name").equals(name))
                .toList();
        if (!name.isEmpty()) {
            return found.isEmpty() ? new GoMap() : map(found.getFirst());
        }
        GoMap list = new GoMap();
        list.put("apiVersion", version);
        list.put("kind", kind + "List");
        list.put("metadata", new GoMap());
        list.put("items", GoList.of(found.stream().map(LookupAnswers::map).toList()));
        return list;
    }

    /** An object without a namespace is one of the cluster, whatever namespace is asked for. */
    private static boolean isIn(MapNode object, String namespace) {
        String own = metadata(object, "namespace");
        return namespace.isEmpty() || own.isEmpty() || own.equals(namespace);
    }

    private static String metadata(MapNode object, String key) {
        return object.get("metadata").orElse(null) instanceof MapNode metadata ? text(metadata, key) : "";
    }

    private static String text(MapNode map, String key) {
        return map.get(key).orElse(null) instanceof ScalarNode scalar && !scalar.isNull() ? scalar.text() : "";
    }

    private static GoMap map(MapNode node) {
        GoMap values = new GoMap();
        node.entries().forEach(entry -> values.put(entry.key(), value(entry.value())));
        return values;
    }

    /** As a client of the API server decodes JSON: whole numbers are int64. */
    private static @Nullable Object value(Node node) {
        return switch (node) {
            case MapNode map -> map(map);
            case ListNode list -> {
                List<@Nullable Object> values = new ArrayList<>();
                list.items().forEach(item -> values.add(value(item)));
                yield GoList.of(values);
            }
            case ScalarNode scalar ->
                switch (scalar.kind()) {
                    case NULL -> null;
                    case BOOLEAN -> scalar.text().equals("true");
                    case STRING -> scalar.text();
                    case FLOAT -> Double.valueOf(scalar.text());
                    case INTEGER -> integer(scalar.text());
                };
        };
    }

    private static Object integer(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return Double.valueOf(text);
        }
    }
}
