package dev.auditflow.check.policy;

import dev.auditflow.check.Subject;
import dev.auditflow.check.policy.rego.Value;
import dev.auditflow.check.policy.rego.ValueWriter;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.FieldPath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What policies see of a target, as JSON, and paths as they give them back. */
final class PolicyInput {
    private PolicyInput() {}

    /** All objects as {@code [{"path": file, "contents": object}]}, in the order of the rendering. */
    static byte[] combined(Subject subject) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64 * 1024);
        String separator = "[";
        for (Resource resource : subject.resources()) {
            String path = ValueWriter.json(Value.of(resource.file()));
            out.writeBytes(utf8(separator + "{\"path\":" + path + ",\"contents\":"));
            out.writeBytes(resource.json());
            out.write('}');
            separator = ",";
        }
        out.writeBytes(utf8(subject.resources().isEmpty() ? "[]" : "]"));
        return out.toByteArray();
    }

    /** A path that a policy gave: a list of keys and indices, or text such as {@code spec.containers[0].image}. */
    static FieldPath path(Value value) {
        return switch (value) {
            case Value.Arr(List<Value> steps) -> {
                FieldPath path = FieldPath.root();
                for (Value step : steps) {
                    path = step(path, step);
                }
                yield path;
            }
            case Value.Str(String text) -> dotted(text);
            default -> FieldPath.root();
        };
    }

    private static FieldPath step(FieldPath path, Value step) {
        return switch (step) {
            case Value.Str(String key) -> path.key(key);
            case Value.Num number
            when number.asInt().isPresent() -> path.index(number.asInt().get());
            default -> path.key(ValueWriter.json(step));
        };
    }

    private static FieldPath dotted(String text) {
        FieldPath path = FieldPath.root();
        for (String part : text.split("[.\\[]", -1)) {
            String name = part.endsWith("]") ? part.substring(0, part.length() - 1) : part;
            if (part.endsWith("]") && name.matches("[0-9]{1,6}")) {
                path = path.index(Integer.parseInt(name));
            } else if (!name.isEmpty()) {
                path = path.key(name);
            }
        }
        return path;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
