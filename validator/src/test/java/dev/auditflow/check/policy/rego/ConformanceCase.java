package dev.auditflow.check.policy.rego;

import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One of OPA's published cases.
 *
 * @param group folder that it lies in
 * @param inputTerm input as Rego, empty if it is JSON
 * @param data JSON
 * @param input JSON; empty if the case has none
 * @param want bindings that the query gives, in any order; empty list for an undefined query
 * @param anyOrder whether the order within a list does not matter
 * @param wantsDefined whether only being defined matters
 * @param wantsError whether OPA's own evaluation ends as an error
 */
record ConformanceCase(
        String group,
        String note,
        List<String> modules,
        String query,
        String inputTerm,
        Value data,
        Optional<Value> input,
        List<Value> want,
        boolean anyOrder,
        boolean wantsDefined,
        boolean wantsError) {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([A-Za-z_]\\w*)");

    static List<ConformanceCase> read(Path folder) throws IOException {
        List<ConformanceCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                String group = file.resolveSibling("").getFileName().toString();
                for (Node document : YamlReader.read(Files.readString(file)).documents()) {
                    Value.Obj top = (Value.Obj) ValueReader.read(Json.bytes(document));
                    for (Value entry : ((Value.Arr) top.get("cases").orElseThrow()).items()) {
                        cases.add(of(group, (Value.Obj) entry));
                    }
                }
            }
        }
        return cases;
    }

    private static ConformanceCase of(String group, Value.Obj fields) {
        List<String> modules = new ArrayList<>();
        items(fields, "modules").forEach(module -> modules.add(((Value.Str) module).value()));
        return new ConformanceCase(
                group,
                fields.string("note").orElse(""),
                modules,
                fields.string("query").orElse(""),
                fields.string("input_term").orElse(""),
                fields.get("data").orElse(Value.object(Map.of())),
                fields.get("input"),
                items(fields, "want_result"),
                fields.get("sort_bindings").isPresent(),
                fields.get("want_defined").isPresent(),
                fields.get("want_error").isPresent()
                        || fields.get("want_error_code").isPresent());
    }

    private static List<Value> items(Value.Obj fields, String key) {
        return fields.get(key).orElse(Value.nil()) instanceof Value.Arr(List<Value> items) ? items : List.of();
    }

    /** The case with its packages renamed, so that many fit into one module. */
    ConformanceCase apart(String prefix) {
        Set<String> roots = new TreeSet<>();
        modules.forEach(module -> {
            Matcher matcher = PACKAGE.matcher(module);
            while (matcher.find()) {
                roots.add(matcher.group(1));
            }
        });
        List<String> renamed =
                modules.stream().map(module -> rename(module, roots, prefix)).toList();
        Map<Value, Value> moved = new TreeMap<>();
        if (data instanceof Value.Obj object) {
            object.fields()
                    .forEach((key, value) -> moved.put(
                            key instanceof Value.Str(String name) && roots.contains(name)
                                    ? Value.of(prefix + name)
                                    : key,
                            value));
        }
        return new ConformanceCase(
                group,
                note,
                renamed,
                rename(query, roots, prefix),
                inputTerm,
                Value.object(moved),
                input,
                want,
                anyOrder,
                wantsDefined,
                wantsError);
    }

    private static String rename(String rego, Set<String> roots, String prefix) {
        String text = rego;
        for (String root : roots) {
            text = text.replaceAll("\\bdata\\." + root + "\\b", "data." + prefix + root)
                    .replaceAll("\\bdata\\[\"" + root + "\"\\]", "data[\"" + prefix + root + "\"]")
                    .replaceAll("(?m)^(\\s*package\\s+)" + root + "\\b", "$1" + prefix + root);
        }
        return text;
    }

    /** A module whose rule {@code r} holds the bindings of the query. */
    String entry(String name) {
        String bindings = "true";
        if (!want.isEmpty() && want.getFirst() instanceof Value.Obj object) {
            List<String> fields = new ArrayList<>();
            object.fields().keySet().forEach(key -> fields.add("\"%1$s\": %1$s".formatted(((Value.Str) key).value())));
            bindings = "{" + String.join(", ", fields) + "}";
        }
        String with = inputTerm.isEmpty() ? "" : " with input as " + inputTerm;
        return "package %s\n\nimport rego.v1\n\nr := x_ if x_ := [%s | %s]%s\n".formatted(name, bindings, query, with);
    }

    /** Whether a result is what the case wants. */
    boolean agrees(Value result) {
        if (!(result instanceof Value.Arr(List<Value> found))) {
            return false;
        }
        if (wantsDefined) {
            return !found.isEmpty();
        }
        if (wantsError) {
            return found.isEmpty();
        }
        return comparable(found).equals(comparable(want));
    }

    private List<Value> comparable(List<Value> bindings) {
        return sorted(bindings.stream()
                .map(ConformanceCase::asJson)
                .map(this::ordered)
                .toList());
    }

    private Value ordered(Value binding) {
        if (!anyOrder || !(binding instanceof Value.Obj(SortedMap<Value, Value> fields))) {
            return binding;
        }
        Map<Value, Value> all = new TreeMap<>();
        fields.forEach((name, value) ->
                all.put(name, value instanceof Value.Arr(List<Value> items) ? Value.array(sorted(items)) : value));
        return Value.object(all);
    }

    private static List<Value> sorted(List<Value> values) {
        return values.stream().sorted().toList();
    }

    private static Value asJson(Value value) {
        return ValueReader.json(ValueWriter.json(value));
    }
}
