package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Constraints of flow schemas and priority levels in which several fields take part. */
final class FlowRules {
    private static final Set<String> VERBS =
            Set.of("get", "list", "create", "update", "delete", "deletecollection", "patch", "watch", "proxy");
    private static final Map<String, String> SUBJECTS =
            Map.of("Group", "group", "ServiceAccount", "serviceAccount", "User", "user");
    private static final BigInteger DEFAULT_QUEUES = BigInteger.valueOf(64);
    private static final BigInteger DEFAULT_HAND = BigInteger.valueOf(8);

    /** Hands are dealt from a hash of so many bits. */
    private static final int HASH_BITS = 60;

    private FlowRules() {}

    /** The first place belongs to the schema that exempts. */
    static void firstPlace(MapNode schema, FieldPath path, Sink sink) {
        boolean exempt = schema.map("metadata")
                .flatMap(metadata -> Fields.scalar(metadata, "name"))
                .filter("exempt"::equals)
                .isPresent();
        boolean first = schema.map("spec")
                .flatMap(spec -> Fields.number(spec, "matchingPrecedence"))
                .filter(BigInteger.ONE::equals)
                .isPresent();
        if (first && !exempt) {
            sink.report(
                    SchemaRules.INVALID_VALUE,
                    path.key("spec").key("matchingPrecedence"),
                    "matchingPrecedence 1 belongs to the flow schema exempt");
        }
    }

    static void someRule(MapNode rules, FieldPath path, Sink sink) {
        if (Fields.isEmpty(rules, "resourceRules") && Fields.isEmpty(rules, "nonResourceRules")) {
            sink.report(
                    SchemaRules.MISSING_FIELD,
                    path.key("resourceRules"),
                    "%s needs resourceRules or nonResourceRules".formatted(Wording.last(path)));
        }
    }

    /** A subject has the field that its kind names, and no other. */
    static void subject(MapNode subject, FieldPath path, Sink sink) {
        Constraints.oneOf("kind", SUBJECTS.keySet().stream().sorted().toArray(String[]::new))
                .check(subject, path, sink);
        String field = SUBJECTS.getOrDefault(Fields.scalar(subject, "kind").orElse(""), "");
        if (field.isEmpty()) {
            return;
        }
        for (String other : SUBJECTS.values().stream().sorted().toList()) {
            if (!other.equals(field)) {
                Constraints.forbidden(other, "its kind is another").check(subject, path, sink);
            } else if (Fields.isAbsent(subject, field)) {
                sink.report(
                        SchemaRules.MISSING_FIELD, path.key(field), "%s needs %s".formatted(Wording.last(path), field));
            }
        }
    }

    static void verbs(MapNode rule, FieldPath path, Sink sink) {
        alone("verbs").check(rule, path, sink);
        if (!SelectorRules.texts(rule, "verbs").contains("*")) {
            Constraints.oneOf("verbs", VERBS.stream().sorted().toArray(String[]::new))
                    .check(rule, path, sink);
        }
    }

    /** A star stands for everything, so nothing stands beside it. */
    static Constraint alone(String field) {
        return (map, path, sink) -> {
            List<String> texts = SelectorRules.texts(map, field);
            if (texts.size() > 1 && texts.contains("*")) {
                sink.report(SchemaRules.CROSS_FIELD, path.key(field), "'*' stands alone in " + field);
            }
        };
    }

    static void scope(MapNode rule, FieldPath path, Sink sink) {
        if (Fields.isEmpty(rule, "namespaces") && !Fields.isTrue(rule, "clusterScope")) {
            sink.report(
                    SchemaRules.MISSING_FIELD,
                    path.key("namespaces"),
                    "%s needs namespaces, unless it has clusterScope: true".formatted(Wording.last(path)));
        }
        Constraints.evenEmpty("namespaces", name -> name.equals("*") ? "" : Names.label(name))
                .check(rule, path, sink);
    }

    static String url(String text) {
        if (text.equals("*") || text.equals("/")) {
            return "";
        }
        if (!text.startsWith("/")) {
            return "it must start with '/'";
        }
        int star = text.indexOf('*');
        boolean odd = text.contains(" ") || text.contains("//");
        return odd || (star >= 0 && (star != text.length() - 1 || !text.endsWith("/*")))
                ? "it takes no space and no '//', and '*' only as its last part"
                : "";
    }

    static void limitedOrExempt(MapNode spec, FieldPath path, Sink sink) {
        switch (Fields.scalar(spec, "type").orElse("")) {
            case "Limited" -> {
                required(spec, "limited", path, sink);
                Constraints.forbidden("exempt", "its type is Limited").check(spec, path, sink);
            }
            case "Exempt" ->
                Constraints.forbidden("limited", "its type is Exempt").check(spec, path, sink);
            default -> {}
        }
    }

    static void queuing(MapNode response, FieldPath path, Sink sink) {
        switch (Fields.scalar(response, "type").orElse("")) {
            case "Queue" -> required(response, "queuing", path, sink);
            case "Reject" ->
                Constraints.forbidden("queuing", "its type is Reject").check(response, path, sink);
            default -> {}
        }
    }

    private static void required(MapNode map, String field, FieldPath path, Sink sink) {
        if (Fields.isAbsent(map, field)) {
            sink.report(SchemaRules.MISSING_FIELD, path.key(field), "%s needs %s".formatted(Wording.last(path), field));
        }
    }

    /** A hand is dealt from the queues without taking one twice. */
    static void hands(MapNode queuing, FieldPath path, Sink sink) {
        BigInteger queues = number(queuing, "queues", DEFAULT_QUEUES);
        BigInteger hand = number(queuing, "handSize", DEFAULT_HAND);
        if (queues.signum() <= 0 || hand.signum() <= 0) {
            return;
        }
        double bits = Math.ceil(Math.log(queues.doubleValue()) / Math.log(2) * hand.doubleValue());
        if (hand.compareTo(queues) > 0) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("handSize"),
                    "handSize %s is above queues %s".formatted(hand, queues));
        } else if (bits > HASH_BITS) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("handSize"),
                    "hands of %s out of %s queues are more than can be told apart".formatted(hand, queues));
        }
    }

    private static BigInteger number(MapNode map, String field, BigInteger otherwise) {
        return Fields.number(map, field).filter(number -> number.signum() != 0).orElse(otherwise);
    }
}
