package dev.auditflow.check.schema;

import dev.auditflow.check.Rule;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads kubeconform's message over an invalid object, which holds one entry {@code - at '/path': what} a violation. */
final class KubeconformMessage {
    private static final Pattern ENTRY = Pattern.compile("\\s- at '((?:/[^']*)?)': ");
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

    private KubeconformMessage() {}

    /** One violation in the terms of the schema check. */
    record Violation(Rule rule, FieldPath path, String message) {}

    /** The violations, without the entries that only group others. */
    static List<Violation> violations(String message, Node object) {
        List<Violation> violations = new ArrayList<>();
        Matcher matcher = ENTRY.matcher(message);
        List<int[]> ends = new ArrayList<>();
        List<String> pointers = new ArrayList<>();
        while (matcher.find()) {
            ends.add(new int[] {matcher.start(), matcher.end()});
            pointers.add(matcher.group(1));
        }
        for (int i = 0; i < ends.size(); i++) {
            int end = i + 1 < ends.size() ? ends.get(i + 1)[0] : message.length();
            String text = message.substring(ends.get(i)[1], end).strip();
            if (!text.equals("validation failed")) {
                violations.addAll(violations(path(pointers.get(i), object), text));
            }
        }
        return violations;
    }

    private static List<Violation> violations(FieldPath path, String text) {
        if (text.startsWith("additional properties ")) {
            return named(SchemaRules.UNKNOWN_FIELD, path, text, "there is no field %s here");
        }
        if (text.startsWith("missing propert")) {
            return named(SchemaRules.MISSING_FIELD, path, text, Wording.last(path) + " needs the field %s");
        }
        Rule rule = text.startsWith("got ") ? SchemaRules.WRONG_TYPE : SchemaRules.INVALID_VALUE;
        return List.of(new Violation(rule, path, Wording.last(path) + ": " + text));
    }

    private static List<Violation> named(Rule rule, FieldPath path, String text, String sentence) {
        List<Violation> violations = new ArrayList<>();
        Matcher names = QUOTED.matcher(text);
        while (names.find()) {
            violations.add(new Violation(rule, path.key(names.group(1)), sentence.formatted(names.group(1))));
        }
        return violations;
    }

    /** A number is an index in a list and a key in a mapping, so the object says which. */
    private static FieldPath path(String pointer, Node object) {
        FieldPath path = FieldPath.root();
        Optional<Node> node = Optional.of(object);
        for (String step :
                pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            if (node.orElse(object) instanceof ListNode list && name.matches("[0-9]{1,9}")) {
                int index = Integer.parseInt(name);
                path = path.index(index);
                node = Optional.of(index).filter(i -> i < list.items().size()).map(list.items()::get);
            } else {
                path = path.key(name);
                node = node.flatMap(n -> n instanceof MapNode map ? map.get(name) : Optional.empty());
            }
        }
        return path;
    }
}
