package dev.auditflow.check.policy.rego;

import dev.auditflow.check.policy.rego.Builtin.Undefined;
import dev.auditflow.yaml.FaultKind;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.YamlReader;
import dev.auditflow.yaml.YamlWriter;
import org.jspecify.annotations.Nullable;

/** {@code yaml.*}, read as Kubernetes reads YAML. */
final class YamlBuiltins {
    private YamlBuiltins() {}

    static @Nullable Builtin find(String name) {
        return switch (name) {
            case "yaml.unmarshal" -> args -> ValueReader.read(Json.bytes(document(args.string(0))));
            case "yaml.is_valid" -> YamlBuiltins::isValid;
            case "yaml.marshal" -> args -> Value.of(YamlWriter.write(document(ValueWriter.json(args.value(0)))));
            default -> null;
        };
    }

    private static Value isValid(Args args) {
        if (!(args.value(0) instanceof Value.Str(String text))) {
            return Value.of(false);
        }
        try {
            document(text);
            return Value.of(true);
        } catch (Undefined e) {
            return Value.of(false);
        }
    }

    private static Node document(String text) throws Undefined {
        YamlReader.Parsed parsed = YamlReader.read(text);
        if (parsed.documents().isEmpty()
                || parsed.faults().stream().anyMatch(fault -> fault.kind() != FaultKind.AMBIGUOUS_SCALAR)) {
            throw new Undefined("the text is no YAML");
        }
        return parsed.documents().getFirst();
    }
}
