package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.util.List;
import java.util.Optional;

/** Constraints of CustomResourceDefinitions in which several fields take part. */
final class DefinitionRules {
    private DefinitionRules() {}

    static void check(MapNode definition, FieldPath path, Sink sink) {
        Optional<MapNode> spec = definition.map("spec");
        if (spec.isEmpty()) {
            return;
        }
        FieldPath place = path.key("spec");
        name(definition, spec.get(), path, sink);
        if (Fields.isTrue(spec.get(), "preserveUnknownFields")) {
            sink.report(
                    SchemaRules.INVALID_VALUE,
                    place.key("preserveUnknownFields"),
                    "set x-kubernetes-preserve-unknown-fields in the schema instead");
        }
        List<MapNode> versions = Fields.maps(spec.get(), "versions");
        long stored = versions.stream()
                .filter(version -> Fields.isTrue(version, "storage"))
                .count();
        if (!versions.isEmpty() && stored != 1) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    place.key("versions"),
                    "exactly one version has storage: true, not %d".formatted(stored));
        }
        for (int i = 0; i < versions.size(); i++) {
            version(versions.get(i), place.key("versions").index(i), sink);
        }
        boolean webhook = spec.get()
                .map("conversion")
                .flatMap(c -> Fields.scalar(c, "strategy"))
                .filter("Webhook"::equals)
                .isPresent();
        if (webhook) {
            Constraints.inside("conversion", Constraints.required("webhook")).check(spec.get(), place, sink);
        } else {
            Constraints.inside("conversion", Constraints.forbidden("webhook", "it goes with the strategy Webhook"))
                    .check(spec.get(), place, sink);
        }
    }

    /** An APIService is named after the version and the group that it serves. */
    static void apiServiceName(MapNode service, FieldPath path, Sink sink) {
        Optional<MapNode> spec = service.map("spec");
        String wanted = spec.flatMap(s -> Fields.scalar(s, "version")).orElse("") + "."
                + spec.flatMap(s -> Fields.scalar(s, "group")).orElse("");
        service.map("metadata")
                .flatMap(m -> Fields.scalar(m, "name"))
                .filter(name -> !name.equals(wanted))
                .ifPresent(_ -> sink.report(
                        SchemaRules.CROSS_FIELD,
                        path.key("metadata").key("name"),
                        "the name must be %s, as spec.version and spec.group say".formatted(wanted)));
        if (spec.isPresent()
                && Fields.isAbsent(spec.get(), "service")
                && (Fields.isTrue(spec.get(), "insecureSkipTLSVerify") || !Fields.isEmpty(spec.get(), "caBundle"))) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("spec").key("service"),
                    "insecureSkipTLSVerify and caBundle are for APIs that a service serves");
        }
        if (spec.isPresent()
                && Fields.isTrue(spec.get(), "insecureSkipTLSVerify")
                && !Fields.isEmpty(spec.get(), "caBundle")) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("spec").key("insecureSkipTLSVerify"),
                    "insecureSkipTLSVerify and caBundle exclude each other");
        }
    }

    private static void version(MapNode version, FieldPath path, Sink sink) {
        Constraints.required("schema").check(version, path, sink);
        Constraints.inside("schema", Constraints.required("openAPIV3Schema")).check(version, path, sink);
        Constraints.inside("schema", Constraints.inside("openAPIV3Schema", StructuralRules::root))
                .check(version, path, sink);
        Constraints.each("additionalPrinterColumns", Constraints.required("name", "type", "jsonPath"))
                .check(version, path, sink);
        Constraints.each(
                        "additionalPrinterColumns",
                        Constraints.oneOf("type", "boolean", "date", "integer", "number", "string"))
                .check(version, path, sink);
        Constraints.each(
                        "additionalPrinterColumns",
                        Constraints.named(
                                "jsonPath",
                                text -> text.startsWith(".") ? "" : "it must be a simple path such as .spec.x"))
                .check(version, path, sink);
        Optional<MapNode> schema = version.map("schema").flatMap(s -> s.map("openAPIV3Schema"));
        schema.ifPresent(root -> Constraints.each("selectableFields", SchemaPaths.selectable(root))
                .check(version, path, sink));
        Constraints.unique("selectableFields", "jsonPath").check(version, path, sink);
        if (!Fields.isTrue(version, "deprecated")) {
            Constraints.forbidden("deprecationWarning", "the version is not deprecated")
                    .check(version, path, sink);
        }
    }

    /** The list of a kind is another kind. */
    static void kindsDiffer(MapNode names, FieldPath path, Sink sink) {
        Optional<String> kind = Fields.scalar(names, "kind");
        if (kind.isPresent() && kind.equals(Fields.scalar(names, "listKind"))) {
            sink.report(SchemaRules.CROSS_FIELD, path.key("listKind"), "listKind and kind may not be the same");
        }
    }

    private static void name(MapNode definition, MapNode spec, FieldPath path, Sink sink) {
        Optional<String> plural = spec.map("names").flatMap(n -> Fields.scalar(n, "plural"));
        Optional<String> group = Fields.scalar(spec, "group");
        Optional<String> name = definition.map("metadata").flatMap(m -> Fields.scalar(m, "name"));
        if (plural.isPresent() && group.isPresent() && name.isPresent()) {
            String wanted = plural.get() + "." + group.get();
            if (!name.get().equals(wanted)) {
                sink.report(
                        SchemaRules.CROSS_FIELD,
                        path.key("metadata").key("name"),
                        "the name must be %s, as spec.names.plural and spec.group say".formatted(wanted));
            }
        }
    }
}
