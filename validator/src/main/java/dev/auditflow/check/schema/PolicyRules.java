package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Constraints of admission policies in which several fields take part, and their expressions. */
final class PolicyRules {
    private static final Pattern IDENTIFIER = Pattern.compile("[_a-zA-Z][_a-zA-Z0-9]*");
    private static final Set<String> RESERVED = Set.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");
    private static final Supplier<CelExpressions> WEBHOOK =
            Lazy.of(() -> CelExpressions.admission(false, true, Map.of()));

    private PolicyRules() {}

    /** An audit annotation's key becomes a qualified name behind the name of the policy. */
    static void auditKeys(MapNode policy, FieldPath path, Sink sink) {
        String name = policy.map("metadata")
                .flatMap(metadata -> Fields.scalar(metadata, "name"))
                .orElse("");
        Constraint key = Constraints.evenEmpty("key", text -> Names.qualified(name + "/" + text));
        Constraints.inside("spec", Constraints.each("auditAnnotations", key)).check(policy, path, sink);
    }

    static void saysSomething(MapNode spec, FieldPath path, Sink sink) {
        if (Fields.isEmpty(spec, "validations") && Fields.isEmpty(spec, "auditAnnotations")) {
            sink.report(
                    SchemaRules.MISSING_FIELD,
                    path.key("validations"),
                    "a policy needs validations or auditAnnotations");
        }
    }

    /** The conditions under which a webhook is called. */
    static void conditionsOfWebhook(MapNode webhook, FieldPath path, Sink sink) {
        if (!Fields.isEmpty(webhook, "matchConditions")) {
            each("matchConditions", "expression", WEBHOOK.get(), SimpleType.BOOL)
                    .check(webhook, path, sink);
        }
    }

    /** Every expression compiles, and gives what its place takes. Variables see those before them. */
    static void expressions(MapNode spec, FieldPath path, Sink sink) {
        boolean params = !Fields.isAbsent(spec, "paramKind");
        each("matchConditions", "expression", CelExpressions.admission(params, true, Map.of()), SimpleType.BOOL)
                .check(spec, path, sink);
        Map<String, CelType> variables = new LinkedHashMap<>();
        List<MapNode> given = Fields.maps(spec, "variables");
        for (int i = 0; i < given.size(); i++) {
            CelExpressions before = CelExpressions.admission(params, true, variables);
            FieldPath place = path.key("variables").index(i);
            Optional<CelExpressions.Compiled> compiled = compile(given.get(i), "expression", before, place, sink);
            Fields.scalar(given.get(i), "name")
                    .ifPresent(name -> variables.put(
                            name, compiled.map(CelExpressions.Compiled::type).orElse(CelExpressions.ANY)));
        }
        CelExpressions all = CelExpressions.admission(params, true, variables);
        each("validations", "expression", all, SimpleType.BOOL).check(spec, path, sink);
        each("auditAnnotations", "valueExpression", all, SimpleType.STRING).check(spec, path, sink);
        each("validations", "messageExpression", CelExpressions.admission(params, false, variables), SimpleType.STRING)
                .check(spec, path, sink);
    }

    private static Constraint each(String list, String field, CelExpressions cel, CelType wanted) {
        return Constraints.each(
                list,
                (item, place, to) -> compile(item, field, cel, place, to)
                        .filter(compiled -> compiled.wrong().isEmpty() && compiled.sure())
                        .filter(compiled -> !compiled.type().equals(wanted) && !isNullString(compiled.type(), wanted))
                        .ifPresent(compiled -> to.report(
                                SchemaRules.INVALID_VALUE,
                                place.key(field),
                                "the expression gives %s and must give %s"
                                        .formatted(compiled.type().name(), wanted.name()))));
    }

    /** What takes a string takes no string at all, too. */
    private static boolean isNullString(CelType type, CelType wanted) {
        return wanted.equals(SimpleType.STRING) && type.equals(SimpleType.NULL_TYPE);
    }

    private static Optional<CelExpressions.Compiled> compile(
            MapNode item, String field, CelExpressions cel, FieldPath path, Sink sink) {
        Optional<String> expression = item.string(field).filter(text -> !text.isEmpty());
        Optional<CelExpressions.Compiled> compiled = expression.map(cel::compile);
        compiled.filter(one -> !one.wrong().isEmpty())
                .ifPresent(one -> sink.report(
                        SchemaRules.INVALID_VALUE, path.key(field), "the expression does not compile: " + one.wrong()));
        return compiled;
    }

    /** An expression that selects a device. */
    static void device(MapNode selector, FieldPath path, Sink sink) {
        compile(selector, "expression", CelExpressions.devices(), path, sink)
                .filter(compiled -> compiled.wrong().isEmpty() && compiled.sure())
                .filter(compiled -> !Set.of(SimpleType.BOOL, SimpleType.DYN).contains(compiled.type()))
                .ifPresent(compiled -> sink.report(
                        SchemaRules.INVALID_VALUE,
                        path.key("expression"),
                        "the expression gives %s and must give bool"
                                .formatted(compiled.type().name())));
    }

    /** Entries of a list of strings differ. */
    static Constraint distinct(String list) {
        return (map, path, sink) -> {
            List<String> texts = SelectorRules.texts(map, list);
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < texts.size(); i++) {
                if (!seen.add(texts.get(i))) {
                    sink.report(
                            SchemaRules.DUPLICATE_ENTRY,
                            path.key(list).index(i),
                            "%s stands here twice".formatted(texts.get(i)));
                }
            }
        };
    }

    static void denyOrWarn(MapNode spec, FieldPath path, Sink sink) {
        List<String> actions = SelectorRules.texts(spec, "validationActions");
        if (actions.contains("Deny") && actions.contains("Warn")) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("validationActions"),
                    "Deny and Warn exclude each other: what is denied needs no warning");
        }
    }

    static void nameOrSelector(MapNode reference, FieldPath path, Sink sink) {
        boolean name = !Fields.isEmpty(reference, "name");
        boolean selector = !Fields.isAbsent(reference, "selector");
        if (name == selector) {
            sink.report(
                    name ? SchemaRules.CROSS_FIELD : SchemaRules.MISSING_FIELD,
                    path,
                    "parameters have either a name or a selector");
        }
    }

    static String resourceName(String text) {
        return text.isEmpty() ? "" : Names.pathSegment(text);
    }

    static String groupVersion(String text) {
        String[] parts = text.split("/", -1);
        String group = parts.length == 2 ? parts[0] : "";
        String wrong = group.isEmpty() ? "" : Names.subdomain(group);
        return parts.length > 2
                ? "it takes a group and a version, such as example.org/v1"
                : wrong.isEmpty() ? Names.label1035(parts[parts.length - 1]) : wrong;
    }

    static String identifier(String text) {
        return IDENTIFIER.matcher(text).matches() && !RESERVED.contains(text)
                ? ""
                : "it takes letters, digits and '_', starts with a letter and is no word of CEL";
    }

    static String line(String text) {
        if (text.isBlank()) {
            return "it must not be blank";
        }
        return text.strip().contains("\n") || text.strip().contains("\r") ? "it must be one line" : "";
    }
}
