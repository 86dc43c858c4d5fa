package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelException;
import dev.cel.common.CelOptions;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Evaluates {@code x-kubernetes-validations} of custom resources. Rules over {@code oldSelf} need an object from the
 * cluster and those that do not compile here need one of Kubernetes' own functions: both are reported as not evaluated.
 */
final class CelRules {
    private static final int MAX_ITERATIONS = 100_000;

    private final Cel cel;
    private final Map<String, Optional<CelRuntime.Program>> programs = new ConcurrentHashMap<>();

    CelRules() {
        CelOptions options = CelOptions.current()
                .comprehensionMaxIterations(MAX_ITERATIONS)
                .maxExpressionCodePointSize(20_000)
                .enableHeterogeneousNumericComparisons(true)
                .build();
        this.cel = CelFactory.plannerCelBuilder()
                .setOptions(options)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addCompilerLibraries(
                        CelExtensions.strings(),
                        CelExtensions.math(),
                        CelExtensions.sets(options),
                        CelExtensions.lists(),
                        CelExtensions.optional())
                .addRuntimeLibraries(
                        CelExtensions.strings(),
                        CelExtensions.math(),
                        CelExtensions.sets(options),
                        CelExtensions.lists(),
                        CelExtensions.optional())
                .addVar("self", SimpleType.DYN)
                .addVar("oldSelf", SimpleType.DYN)
                .build();
    }

    /** Checks all rules of a schema against an object, at every depth. */
    void check(Node node, Schema schema, FieldPath path, Sink sink) {
        for (Schema.CelRule rule : schema.kubernetes().rules()) {
            rule(node, rule, path, sink);
        }
        if (node instanceof MapNode map) {
            for (MapNode.Entry entry : map.entries()) {
                Schema property = schema.properties().get(entry.key());
                Schema child = property == null ? schema.additional() : property;
                if (child != null && !(entry.value() instanceof ScalarNode s && s.isNull())) {
                    check(entry.value(), child, path.key(entry.key()), sink);
                }
            }
        } else if (node instanceof ListNode list && schema.items() != null) {
            for (int i = 0; i < list.items().size(); i++) {
                check(list.items().get(i), schema.items(), path.index(i), sink);
            }
        }
    }

    private void rule(Node node, Schema.CelRule rule, FieldPath path, Sink sink) {
        if (rule.rule().contains("oldSelf")) {
            notEvaluated(rule, path, "it compares with the object in the cluster", sink);
            return;
        }
        Optional<CelRuntime.Program> program = programs.computeIfAbsent(rule.rule(), this::compile);
        if (program.isEmpty()) {
            notEvaluated(rule, path, "it uses a function that exists in the API server only", sink);
            return;
        }
        try {
            Object result = program.get().eval(Map.of("self", CelValues.withoutNulls(node)));
            if (!Boolean.TRUE.equals(result)) {
                sink.report(SchemaRules.CEL_RULE, path, message(node, rule));
            }
        } catch (CelException e) {
            notEvaluated(rule, path, "evaluating it failed: " + firstLine(e), sink);
        }
    }

    /** Whether a rule about a change refuses it; a rule that cannot be evaluated here does not. */
    boolean refuses(Schema.CelRule rule, Node before, Node after) {
        try {
            Optional<CelRuntime.Program> program = programs.computeIfAbsent(rule.rule(), this::compile);
            return program.isPresent()
                    && !Boolean.TRUE.equals(program.get()
                            .eval(Map.of(
                                    "self", CelValues.withoutNulls(after), "oldSelf", CelValues.withoutNulls(before))));
        } catch (CelException e) {
            return false;
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private String message(Node node, Schema.CelRule rule) {
        if (!rule.messageExpression().isEmpty()) {
            Optional<CelRuntime.Program> program = programs.computeIfAbsent(rule.messageExpression(), this::compile);
            try {
                if (program.isPresent()
                        && program.get().eval(Map.of("self", CelValues.withoutNulls(node))) instanceof String text
                        && !text.isBlank()) {
                    return text;
                }
            } catch (CelException e) {
                return rule.message().isEmpty() ? "failed rule: " + rule.rule() : rule.message();
            }
        }
        return rule.message().isEmpty() ? "failed rule: " + rule.rule() : rule.message();
    }

    private Optional<CelRuntime.Program> compile(String expression) {
        try {
            return Optional.of(cel.createProgram(cel.compile(expression).getAst()));
        } catch (CelException e) {
            return Optional.empty();
        }
    }

    private static void notEvaluated(Schema.CelRule rule, FieldPath path, String why, Sink sink) {
        sink.report(
                SchemaRules.CEL_NOT_EVALUATED,
                path,
                "the rule \"%s\" was not evaluated: %s".formatted(rule.rule(), why));
    }
}
