package dev.auditflow.check.schema;

import dev.auditflow.config.Spelling;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Says what an unknown field was probably meant to be. */
final class DidYouMean {
    private DidYouMean() {}

    static String message(String key, Schema schema, Function<String, Schema> definitions) {
        Optional<String> close = Spelling.closest(key, schema.properties().keySet());
        if (close.isPresent()) {
            return "there is no field %s here; did you mean %s?".formatted(key, close.get());
        }
        for (Map.Entry<String, Schema> property : schema.properties().entrySet()) {
            Schema child = property.getValue();
            Schema resolved = child.ref().isEmpty() ? child : definitions.apply(child.ref());
            if (resolved.properties().containsKey(key)) {
                return "there is no field %s here; it belongs under %s".formatted(key, property.getKey());
            }
        }
        return "there is no field %s here".formatted(key);
    }
}
