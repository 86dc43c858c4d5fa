package dev.auditflow.render.template;

import java.util.ArrayList;
import java.util.List;

/**
 * What a Go function takes.
 *
 * @param parameters types in order; of a variadic function the last is the type of each further argument
 */
record GoSignature(List<GoType> parameters, boolean variadic) {
    /** Reads {@code func(string, ...interface {}) (string, error)}. */
    static GoSignature parse(String signature) {
        int open = signature.indexOf('(');
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = open + 1;
        for (int i = open; i < signature.length(); i++) {
            switch (signature.charAt(i)) {
                case '(', '[', '{' -> depth++;
                case ')', ']', '}' -> depth--;
                default -> {}
            }
            if (depth == 0 || (depth == 1 && signature.charAt(i) == ',')) {
                if (!signature.substring(start, i).isBlank()) {
                    parts.add(signature.substring(start, i).strip());
                }
                start = i + 1;
            }
            if (depth == 0) {
                break;
            }
        }
        boolean variadic = !parts.isEmpty() && parts.getLast().startsWith("...");
        return new GoSignature(
                parts.stream()
                        .map(part -> GoType.parse(part.startsWith("...") ? part.substring(3) : part))
                        .toList(),
                variadic);
    }

    /** Type of the parameter that takes an argument. */
    GoType at(int argument) {
        return parameters.get(Math.min(argument, parameters.size() - 1));
    }

    /** How many arguments there must be at least. */
    int fixed() {
        return variadic ? parameters.size() - 1 : parameters.size();
    }
}
