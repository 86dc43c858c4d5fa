package dev.auditflow.gate.opa;

import dev.auditflow.check.policy.CompiledRego;
import dev.auditflow.check.policy.DeclaredRule;
import dev.auditflow.check.policy.DeclaredRule.Annotations;
import dev.auditflow.check.policy.rego.Value;
import dev.auditflow.check.policy.rego.ValueReader;
import dev.auditflow.check.policy.rego.ValueWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The list of rules beside a compiled module, in the cache and in bundles. */
public final class RuleFile {
    private RuleFile() {}

    /** The rules and namespaces as JSON; the same policies are the same text. */
    public static String write(CompiledRego compiled) {
        List<Value> rules = new ArrayList<>();
        for (DeclaredRule rule : compiled.rules()) {
            Annotations said = rule.annotations();
            Map<Value, Value> fields = new TreeMap<>();
            fields.put(Value.of("path"), Value.strings(rule.path()));
            fields.put(Value.of("line"), Value.of(rule.line()));
            fields.put(Value.of("kinds"), Value.strings(new TreeSet<>(said.kinds())));
            Map.of(
                            "file", rule.file(),
                            "id", said.id(),
                            "title", said.title(),
                            "description", said.description(),
                            "severity", said.severity(),
                            "remedy", said.remedy(),
                            "link", said.link())
                    .forEach((key, text) -> fields.put(Value.of(key), Value.of(text)));
            rules.add(Value.object(fields));
        }
        return ValueWriter.json(Value.object(Map.of(
                Value.of("namespaces"), Value.strings(compiled.namespaces()),
                Value.of("rules"), Value.array(rules))));
    }

    /** The rules with their module. @throws IllegalArgumentException if the text is not what {@link #write} writes */
    public static CompiledRego read(String json, byte[] wasm, String digest) {
        if (!(ValueReader.json(json) instanceof Value.Obj file)) {
            throw new IllegalArgumentException("no object");
        }
        List<DeclaredRule> rules = new ArrayList<>();
        for (Value entry : items(file, "rules")) {
            if (!(entry instanceof Value.Obj rule) || strings(rule, "path").isEmpty()) {
                throw new IllegalArgumentException("a rule without a name");
            }
            List<String> path = strings(rule, "path");
            int line = rule.get("line")
                    .filter(Value.Num.class::isInstance)
                    .flatMap(number -> ((Value.Num) number).asInt())
                    .orElse(0);
            Annotations annotations = new Annotations(
                    text(rule, "id"),
                    text(rule, "title"),
                    text(rule, "description"),
                    severity(rule),
                    text(rule, "remedy"),
                    text(rule, "link"),
                    new TreeSet<>(strings(rule, "kinds")));
            String namespace = String.join(".", path.subList(0, path.size() - 1));
            rules.add(new DeclaredRule(namespace, path, path.getLast(), text(rule, "file"), line, annotations));
        }
        return new CompiledRego(wasm, rules, strings(file, "namespaces"), digest);
    }

    private static String severity(Value.Obj rule) {
        String severity = text(rule, "severity");
        if (!severity.isEmpty() && !RuleScan.SEVERITIES.contains(severity)) {
            throw new IllegalArgumentException("no severity");
        }
        return severity;
    }

    private static List<Value> items(Value.Obj object, String key) {
        return object.get(key).orElseThrow(() -> new IllegalArgumentException("no " + key))
                        instanceof Value.Arr(List<Value> items)
                ? items
                : List.of();
    }

    private static List<String> strings(Value.Obj object, String key) {
        return items(object, key).stream()
                .filter(Value.Str.class::isInstance)
                .map(item -> ((Value.Str) item).value())
                .toList();
    }

    private static String text(Value.Obj object, String key) {
        return object.string(key).orElse("");
    }
}
