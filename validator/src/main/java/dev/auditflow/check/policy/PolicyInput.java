package dev.auditflow.check.policy;

import dev.auditflow.check.Subject;
import dev.auditflow.check.policy.rego.Value;
import dev.auditflow.check.policy.rego.ValueWriter;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.List;

/** What policies see of a target, and paths as they give them back. */
final class PolicyInput {
    private static final Mark NOWHERE = new Mark(1, 1, 0, 0);

    private PolicyInput() {}

    /** All objects as {@code [{"path": file, "contents": object}]}, in the order of the rendering. */
    static Node combined(Subject subject) {
        List<Node> files = new ArrayList<>();
        for (Resource resource : subject.resources()) {
            Node path = new ScalarNode(ScalarNode.Kind.STRING, resource.file(), false, resource.file(), NOWHERE);
            files.add(new MapNode(
                    List.of(
                            new MapNode.Entry("path", NOWHERE, path),
                            new MapNode.Entry("contents", NOWHERE, resource.root())),
                    NOWHERE));
        }
        return new ListNode(files, NOWHERE);
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
}
