package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.cel.common.CelException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The CEL of one template, compiled. Says what a ValidatingAdmissionPolicy would say. Safe for many threads. */
final class CelProgram {
    private static final int LONGEST_MESSAGE = 5 * 1024;

    private final CelSource source;
    private final Map<String, CelRuntime.Program> variables = new LinkedHashMap<>();
    private final List<Compiled> conditions = new ArrayList<>();
    private final List<Compiled> validations = new ArrayList<>();

    /**
     * An expression.
     *
     * @param message expression that gives the words; null for none
     * @param fallback what to say when that gives none
     */
    private record Compiled(
            String expression, CelRuntime.Program program, CelRuntime.@Nullable Program message, String fallback) {}

    private CelProgram(CelSource source) {
        this.source = source;
    }

    /** @throws PolicyLoadException with CEL's own words, if an expression does not compile */
    static CelProgram of(CelSource source, String kind) throws PolicyLoadException {
        CelCompiler compiler = new CelCompiler(kind);
        CelProgram compiled = new CelProgram(source);
        for (CelSource.Variable variable : source.variables()) {
            compiled.variables.put(variable.name(), compiler.compile(variable.expression(), variable.place()));
            compiler.declare(variable.name());
        }
        for (CelSource.Variable condition : source.conditions()) {
            CelRuntime.Program program = compiler.compile(condition.expression(), condition.place());
            compiled.conditions.add(new Compiled(condition.expression(), program, null, condition.name()));
        }
        for (CelSource.Validation validation : source.validations()) {
            CelRuntime.Program program = compiler.compile(validation.expression(), validation.place());
            CelRuntime.Program message = validation.messageExpression().isBlank()
                    ? null
                    : compiler.compile(validation.messageExpression(), validation.place());
            String fallback = validation.message().isBlank()
                    ? "failed expression: " + validation.expression().strip()
                    : validation.message().strip();
            compiled.validations.add(new Compiled(validation.expression(), program, message, fallback));
        }
        return compiled;
    }

    /**
     * What a review violates, in the order of the template; what cannot be evaluated is violated.
     *
     * @param parameters of the constraint in CEL's types; CEL's null if it has none
     */
    List<String> violations(CelReview review, Object parameters) {
        Map<String, Object> activation = review.globals();
        Map<String, Object> own = new HashMap<>(Map.of("params", parameters, "anyObject", review.anyObject()));
        activation.put("variables", new CelVariables(variables, own, activation));
        List<String> messages = new ArrayList<>();
        if (!conditionsHold(activation, messages)) {
            return source.ignoresErrors() ? List.of() : messages;
        }
        for (Compiled validation : validations) {
            try {
                if (!Boolean.TRUE.equals(validation.program().eval(activation))) {
                    messages.add(message(validation, activation));
                }
            } catch (CelException e) {
                if (!source.ignoresErrors()) {
                    messages.add(failure(validation, e));
                }
            }
        }
        return messages;
    }

    /** One that is false decides, whether or not others can be evaluated. */
    private boolean conditionsHold(Map<String, Object> activation, List<String> failures) {
        for (Compiled condition : conditions) {
            try {
                if (!Boolean.TRUE.equals(condition.program().eval(activation))) {
                    failures.clear();
                    return false;
                }
            } catch (CelException e) {
                failures.add(failure(condition, e));
            }
        }
        return failures.isEmpty();
    }

    private static String failure(Compiled what, CelException e) {
        return "expression '%s' resulted in error: %s".formatted(what.expression(), CelWords.of(e));
    }

    private static String message(Compiled validation, Map<String, Object> activation) {
        if (validation.message() == null) {
            return validation.fallback();
        }
        try {
            return Optional.of(validation.message().eval(activation))
                    .filter(String.class::isInstance)
                    .map(text -> ((String) text).strip())
                    .filter(text -> !text.isEmpty() && text.length() <= LONGEST_MESSAGE && !text.contains("\n"))
                    .orElse(validation.fallback());
        } catch (CelException e) {
            return validation.fallback();
        }
    }
}
