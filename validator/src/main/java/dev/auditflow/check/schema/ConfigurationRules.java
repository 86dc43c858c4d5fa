package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.JsonTree;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.ScalarNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Constraints of ConfigMaps, Secrets and events over all their entries. Messages never hold what a Secret holds. */
final class ConfigurationRules {
    private static final int MAX_SIZE = 1024 * 1024;

    private ConfigurationRules() {}

    static void configMap(MapNode map, FieldPath path, Sink sink) {
        List<MapNode.Entry> data = map.map("data").map(MapNode::entries).orElse(List.of());
        Optional<MapNode> binary = map.map("binaryData");
        for (MapNode.Entry entry : data) {
            if (binary.flatMap(b -> b.get(entry.key())).isPresent()) {
                sink.report(
                        SchemaRules.DUPLICATE_ENTRY,
                        path.key("data").key(entry.key()),
                        "binaryData has the key %s too".formatted(entry.key()));
            }
        }
        long size = size(data) + size(binary.map(MapNode::entries).orElse(List.of())) * 3 / 4;
        tooLarge(size, path.key("data"), sink);
    }

    static void secret(MapNode secret, FieldPath path, Sink sink) {
        List<MapNode.Entry> data = secret.map("data").map(MapNode::entries).orElse(List.of());
        List<MapNode.Entry> texts =
                secret.map("stringData").map(MapNode::entries).orElse(List.of());
        tooLarge(size(data) * 3 / 4 + size(texts), path.key("data"), sink);
        switch (Fields.scalar(secret, "type").orElse("")) {
            case "kubernetes.io/tls" -> needs(secret, path, sink, "tls.crt", "tls.key");
            case "kubernetes.io/ssh-auth" -> needs(secret, path, sink, "ssh-privatekey");
            case "kubernetes.io/dockerconfigjson" -> json(secret, ".dockerconfigjson", path, sink);
            case "kubernetes.io/dockercfg" -> json(secret, ".dockercfg", path, sink);
            case "kubernetes.io/basic-auth" -> {
                if (value(secret, "username").isEmpty()
                        && value(secret, "password").isEmpty()) {
                    needs(secret, path, sink, "username", "password");
                }
            }
            case "kubernetes.io/service-account-token" -> {
                Optional<MapNode> annotations = secret.map("metadata").flatMap(m -> m.map("annotations"));
                if (annotations.isEmpty() || Fields.isEmpty(annotations.get(), "kubernetes.io/service-account.name")) {
                    sink.report(
                            SchemaRules.MISSING_FIELD,
                            path.key("metadata").key("annotations").key("kubernetes.io/service-account.name"),
                            "a token needs the annotation kubernetes.io/service-account.name");
                }
            }
            default -> {}
        }
    }

    /** An event lies in the namespace of what it is about. */
    static void sameNamespace(MapNode event, FieldPath path, Sink sink) {
        Optional<String> own = event.map("metadata")
                .flatMap(metadata -> metadata.string("namespace"))
                .filter(name -> !name.isEmpty());
        String about = event.map("involvedObject")
                .flatMap(object -> Fields.scalar(object, "namespace"))
                .orElse("");
        boolean fits = own.isEmpty()
                || own.get().equals(about)
                || (about.isEmpty() && own.get().equals("default"));
        if (Fields.isAbsent(event, "eventTime") && !fits) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("involvedObject").key("namespace"),
                    "the event lies in the namespace %s, and what it is about in \"%s\"".formatted(own.get(), about));
        }
    }

    private static void needs(MapNode secret, FieldPath path, Sink sink, String... keys) {
        String type = Fields.scalar(secret, "type").orElse("");
        for (String key : keys) {
            if (value(secret, key).isEmpty()) {
                sink.report(
                        SchemaRules.MISSING_FIELD,
                        path.key("data").key(key),
                        "a Secret of the type %s needs the key %s".formatted(type, key));
            }
        }
    }

    private static void json(MapNode secret, String key, FieldPath path, Sink sink) {
        needs(secret, path, sink, key);
        Optional<byte[]> value = value(secret, key);
        if (value.isPresent() && !isJsonObject(value.get())) {
            sink.report(SchemaRules.INVALID_VALUE, path.key("data").key(key), key + " must be a JSON object");
        }
    }

    private static boolean isJsonObject(byte[] bytes) {
        try {
            var tree = JsonTree.read(bytes, 0, bytes.length);
            return tree.isObject() || tree.isNull();
        } catch (IOException e) {
            return false;
        }
    }

    /** What the key holds; stringData wins. Data that is no base64 counts as there: the schema reports it. */
    private static Optional<byte[]> value(MapNode secret, String key) {
        Optional<byte[]> text = text(secret, "stringData", key).map(t -> t.getBytes(StandardCharsets.UTF_8));
        return text.or(() -> text(secret, "data", key).map(ConfigurationRules::decoded));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64.replace("\n", "").replace("\r", ""));
        } catch (IllegalArgumentException e) {
            return "{}".getBytes(StandardCharsets.UTF_8);
        }
    }

    private static Optional<String> text(MapNode secret, String field, String key) {
        return secret.map(field)
                .flatMap(map -> map.get(key))
                .map(node -> node instanceof ScalarNode scalar && !scalar.isNull() ? scalar.text() : "");
    }

    private static long size(List<MapNode.Entry> entries) {
        return entries.stream()
                .mapToLong(entry -> entry.value() instanceof ScalarNode scalar ? Utf8.length(scalar.text()) : 0)
                .sum();
    }

    private static void tooLarge(long size, FieldPath path, Sink sink) {
        if (size > MAX_SIZE) {
            sink.report(SchemaRules.INVALID_VALUE, path, "it holds %d bytes and may hold %d".formatted(size, MAX_SIZE));
        }
    }
}
