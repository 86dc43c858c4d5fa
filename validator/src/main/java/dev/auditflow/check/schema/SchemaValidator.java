package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Validates one object against a schema as the API server does with strict field validation. A null stands for an absent
 * field, as the server's decoder and pruning have it.
 */
final class SchemaValidator {
    private static final String SCHEMA_OR = "JSONSchemaPropsOr";
    private static final Set<String> OBJECT_FIELDS = Set.of("apiVersion", "kind", "metadata");

    private final Function<String, Schema> definitions;
    private final Semantics semantics;
    private final Sink sink;

    /**
     * @param definitions resolves references by name
     * @param semantics constraints that OpenAPI cannot say, by definition
     */
    SchemaValidator(Function<String, Schema> definitions, Semantics semantics, Sink sink) {
        this.definitions = definitions;
        this.semantics = semantics;
        this.sink = sink;
    }

    void validate(Node node, Schema unresolved, FieldPath path) {
        if (isAlternative(unresolved) && node instanceof MapNode) {
            new SchemaValidator(definitions, semantics, lenient()).check(node, resolved(node, unresolved), path);
        } else {
            check(node, resolved(node, unresolved), path);
        }
    }

    private void check(Node node, Schema schema, FieldPath path) {
        if (node instanceof ScalarNode scalar && scalar.isNull()) {
            return;
        }
        if (schema.kubernetes().intOrString()) {
            intOrString(node, schema, path);
            return;
        }
        if (schema.name().endsWith(".resource.Quantity")) {
            quantity(node, path);
            return;
        }
        if (hasType(node, schema, path)) {
            switch (node) {
                case MapNode map -> object(map, schema, path);
                case ListNode list -> list(list, schema, path);
                case ScalarNode scalar -> new ScalarRules(sink).check(scalar, schema, path);
            }
        }
        logic(node, schema, path);
    }

    private Schema resolved(Node node, Schema schema) {
        if (schema.ref().isEmpty()) {
            return schema;
        }
        // OpenAPI gives the alternatives to a schema inside a schema no form at all.
        return isAlternative(schema) && node instanceof MapNode
                ? definitions.apply(schema.ref().substring(0, schema.ref().indexOf(SCHEMA_OR) + SCHEMA_OR.length() - 2))
                : definitions.apply(schema.ref());
    }

    private static boolean isAlternative(Schema schema) {
        return schema.ref().contains(SCHEMA_OR);
    }

    /** The server's own decoder of such alternatives is not strict: it drops what it does not know. */
    private Sink lenient() {
        return (rule, path, message) ->
                sink.report(rule.equals(SchemaRules.UNKNOWN_FIELD) ? SchemaRules.DROPPED_FIELD : rule, path, message);
    }

    private boolean hasType(Node node, Schema schema, FieldPath path) {
        String given = Wording.typeOf(node);
        String wanted = schema.type();
        boolean fits = wanted.isEmpty() || wanted.equals(given) || (wanted.equals("number") && given.equals("integer"));
        if (!fits) {
            sink.report(
                    SchemaRules.WRONG_TYPE,
                    path,
                    "%s takes %s, not %s".formatted(Wording.last(path), Wording.article(wanted), Wording.shown(node)));
        }
        return fits;
    }

    private void object(MapNode given, Schema schema, FieldPath path) {
        MapNode map = semantics.filled(schema.name(), given);
        boolean open = schema.properties().isEmpty() && schema.additional() == null;
        for (MapNode.Entry entry : map.entries()) {
            Schema property = schema.properties().get(entry.key());
            FieldPath field = path.key(entry.key());
            if (property != null) {
                reader(schema, entry.key(), map, path).validate(entry.value(), property, field);
            } else if (schema.additional() != null) {
                additional(entry.value(), schema.additional(), field);
            } else if (!open
                    && !schema.kubernetes().preserveUnknown()
                    && !(schema.kubernetes().embeddedResource() && OBJECT_FIELDS.contains(entry.key()))) {
                sink.report(SchemaRules.UNKNOWN_FIELD, field, DidYouMean.message(entry.key(), schema, definitions));
            }
        }
        for (String required : schema.required()) {
            if (map.get(required).filter(value -> !isNull(value)).isEmpty()
                    && !isDispensable(schema, required, map.mark())) {
                sink.report(
                        SchemaRules.MISSING_FIELD,
                        path.key(required),
                        "%s needs the field %s".formatted(Wording.last(path), required));
            }
        }
        size(given.entries().size(), schema, path, "keys");
        semantics.check(schema.name(), map, path, sink);
    }

    /** What a field that the server reads and never looks at holds must only be readable. */
    private SchemaValidator reader(Schema schema, String field, MapNode map, FieldPath path) {
        return semantics.isUnchecked(schema.name(), field, map, path)
                ? new SchemaValidator(definitions, Semantics.decoding(), sink)
                : this;
    }

    /**
     * Whether an object of a built-in kind can do without a field that OpenAPI requires. The server does not hold to that:
     * it reads an absent field as the zero of its type, false or a struct without fields, and validates what it has read.
     */
    private boolean isDispensable(Schema schema, String field, Mark mark) {
        if (!semantics.isBuiltIn()) {
            return false;
        }
        if (semantics.isDefaulted(schema.name(), field)) {
            return true;
        }
        Schema property = schema.properties().getOrDefault(field, Schema.ANY);
        if (property.ref().isEmpty()) {
            return property.type().equals("boolean");
        }
        return definitions.apply(property.ref()).type().equals("object")
                && !semantics.isPointer(schema.name(), field)
                && accepts(new MapNode(List.of(), mark), property);
    }

    /** Values of a map of strings may not be null: the decoder takes that for an empty string, a CRD refuses it. */
    private void additional(Node value, Schema schema, FieldPath path) {
        validate(value, schema, path);
    }

    private void list(ListNode list, Schema schema, FieldPath path) {
        Schema items = schema.items() == null ? Schema.ANY : schema.items();
        for (int i = 0; i < list.items().size(); i++) {
            validate(entry(list.items().get(i), items), items, path.index(i));
        }
        size(list.items().size(), schema, path, "entries");
        if (schema.kubernetes().mapList() && !isBuiltIn(schema, items)) {
            duplicates(list, schema, path);
        }
    }

    /** A null in a list of built-in objects is decoded as an object without fields. */
    private Node entry(Node node, Schema items) {
        boolean object =
                !items.ref().isEmpty() && definitions.apply(items.ref()).type().equals("object");
        return object && isNull(node) ? new MapNode(List.of(), node.mark()) : node;
    }

    /** Built-in lists have their own rules for what is a duplicate; see {@link Semantics}. */
    private static boolean isBuiltIn(Schema schema, Schema items) {
        return !items.ref().isEmpty() || schema.kubernetes().mapKeys().isEmpty();
    }

    private void duplicates(ListNode list, Schema schema, FieldPath path) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < list.items().size(); i++) {
            if (list.items().get(i) instanceof MapNode item) {
                StringBuilder key = new StringBuilder();
                for (String name : schema.kubernetes().mapKeys()) {
                    key.append(name)
                            .append('=')
                            .append(item.get(name).map(Wording::shown).orElse(""))
                            .append(' ');
                }
                if (!seen.add(key.toString())) {
                    sink.report(
                            SchemaRules.DUPLICATE_ENTRY,
                            path.index(i),
                            "there already is an entry with " + key.toString().strip());
                }
            }
        }
    }

    private void size(int size, Schema schema, FieldPath path, String noun) {
        Long least = schema.limits().minItems();
        Long most = schema.limits().maxItems();
        if (least != null && size < least) {
            sink.report(
                    SchemaRules.INVALID_VALUE,
                    path,
                    "%s has %d %s and needs at least %d".formatted(Wording.last(path), size, noun, least));
        }
        if (most != null && size > most) {
            sink.report(
                    SchemaRules.INVALID_VALUE,
                    path,
                    "%s has %d %s and takes %d at most".formatted(Wording.last(path), size, noun, most));
        }
    }

    private void intOrString(Node node, Schema schema, FieldPath path) {
        boolean fits = node instanceof ScalarNode scalar
                && (scalar.kind() == ScalarNode.Kind.INTEGER || scalar.kind() == ScalarNode.Kind.STRING);
        if (!fits) {
            sink.report(
                    SchemaRules.WRONG_TYPE,
                    path,
                    "%s takes a whole number or a string, not %s".formatted(Wording.last(path), Wording.shown(node)));
        } else if (schema.format().equals("int-or-string")) {
            new ScalarRules(sink).int32((ScalarNode) node, path);
        }
    }

    private void quantity(Node node, FieldPath path) {
        if (!(node instanceof ScalarNode scalar) || scalar.kind() == ScalarNode.Kind.BOOLEAN) {
            sink.report(
                    SchemaRules.WRONG_TYPE,
                    path,
                    "%s takes a quantity, not %s".formatted(Wording.last(path), Wording.shown(node)));
        } else if (Quantity.parse(scalar.text()).isEmpty()) {
            sink.report(
                    SchemaRules.INVALID_VALUE,
                    path,
                    "%s is no quantity; write a number with a suffix such as 100m, 64Mi or 2Gi"
                            .formatted(Wording.shown(node)));
        }
    }

    private void logic(Node node, Schema schema, FieldPath path) {
        Schema.Logic logic = schema.logic();
        if (logic.isEmpty()) {
            return;
        }
        logic.allOf().forEach(one -> validate(node, one, path));
        long any = logic.anyOf().stream().filter(one -> accepts(node, one)).count();
        long one = logic.oneOf().stream()
                .filter(candidate -> accepts(node, candidate))
                .count();
        if (!logic.anyOf().isEmpty() && any == 0) {
            sink.report(
                    SchemaRules.INVALID_VALUE,
                    path,
                    Wording.last(path) + " fits none of the forms that its schema allows");
        }
        if (!logic.oneOf().isEmpty() && one != 1) {
            sink.report(
                    SchemaRules.INVALID_VALUE,
                    path,
                    "%s must fit exactly one of %d forms and fits %d"
                            .formatted(Wording.last(path), logic.oneOf().size(), one));
        }
        if (logic.not() != null && accepts(node, logic.not())) {
            sink.report(SchemaRules.INVALID_VALUE, path, Wording.last(path) + " has a form that its schema excludes");
        }
    }

    /** Value validations inside anyOf and oneOf say nothing about other fields, so unknown ones are no fault there. */
    private boolean accepts(Node node, Schema schema) {
        boolean[] clean = {true};
        Sink probe = (rule, _, _) -> clean[0] &= rule.equals(SchemaRules.UNKNOWN_FIELD);
        new SchemaValidator(definitions, semantics, probe).validate(node, schema, FieldPath.root());
        return clean[0];
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.isNull();
    }
}
