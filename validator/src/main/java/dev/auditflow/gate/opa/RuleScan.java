package dev.auditflow.gate.opa;

import dev.auditflow.check.policy.DeclaredRule;
import dev.auditflow.check.policy.DeclaredRule.Annotations;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.check.policy.rego.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds the rules that report, from the syntax trees that {@code opa parse} prints, by conftest's names. */
final class RuleScan {
    private static final Pattern REPORTS = Pattern.compile("(deny|violation|warn)(_[a-zA-Z0-9_]+)?");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");
    static final Set<String> SEVERITIES = Set.of("deny", "warn", "info");

    private final Map<String, DeclaredRule> rules = new TreeMap<>();
    private final Map<String, Set<String>> ids = new TreeMap<>();
    private final Set<String> namespaces = new TreeSet<>();
    private final Map<String, List<String>> exceptions = new TreeMap<>();

    /** Adds one module. @throws PolicyLoadException for a rule that could never report */
    void add(String file, Value.Obj module) throws PolicyLoadException {
        List<String> path = new ArrayList<>();
        for (Value step : list(module.get("package").flatMap(RuleScan::object).flatMap(p -> p.get("path")))) {
            object(step).flatMap(o -> o.string("value")).ifPresent(path::add);
        }
        path.removeFirst();
        String namespace = String.join(".", path);
        namespaces.add(namespace);
        List<Value> annotations = list(module.get("annotations"));
        int earlier = 0;
        for (Value entry : list(module.get("rules"))) {
            if (entry instanceof Value.Obj rule) {
                int line = row(rule);
                add(file, path, rule, annotated(annotations, earlier, line));
                earlier = line;
            }
        }
    }

    private void add(String file, List<String> namespacePath, Value.Obj rule, Annotations annotations)
            throws PolicyLoadException {
        Value.Obj head = rule.get("head").flatMap(RuleScan::object).orElseThrow();
        List<Value> ref = list(head.get("ref"));
        String name = ref.isEmpty()
                ? head.string("name").orElse("")
                : object(ref.getFirst()).flatMap(o -> o.string("value")).orElse("");
        String namespace = String.join(".", namespacePath);
        if (name.equals("exception")) {
            exceptions.put(namespace, List.copyOf(namespacePath));
        }
        if (!REPORTS.matcher(name).matches()) {
            return;
        }
        int line = row(rule);
        refuseWhatCannotReport(file + ":" + line, name, head, ref);
        List<String> path = new ArrayList<>(namespacePath);
        path.add(name);
        DeclaredRule found = new DeclaredRule(namespace, path, name, file, line, annotations);
        rules.merge(found.key(), found, RuleScan::merge);
        if (!annotations.id().isEmpty()) {
            ids.computeIfAbsent(found.key(), _ -> new TreeSet<>()).add(annotations.id());
        }
    }

    private static void refuseWhatCannotReport(String place, String name, Value.Obj head, List<Value> ref)
            throws PolicyLoadException {
        if (!list(head.get("args")).isEmpty()) {
            throw new PolicyLoadException(
                    ("%s: %s is a function, so nothing evaluates it. Rules that report take no arguments:"
                                    + " write \"%s contains msg if { … }\", or give the function another name.")
                            .formatted(place, name, name));
        }
        if (ref.size() == 2
                && object(ref.get(1)).flatMap(o -> o.string("type")).orElse("").equals("var")
                && head.get("value")
                        .flatMap(RuleScan::object)
                        .flatMap(v -> v.get("value"))
                        .filter(Value.of(true)::equals)
                        .isPresent()) {
            throw new PolicyLoadException(
                    ("%s: %s uses \"if\" without \"contains\", so it makes an object and reports nothing."
                                    + " Write \"%s contains msg if { … }\".")
                            .formatted(place, name, name));
        }
    }

    /** The first rule of a document stands for it; the first annotations that say something are kept. */
    private static DeclaredRule merge(DeclaredRule first, DeclaredRule next) {
        return first.annotations().equals(Annotations.none()) ? first.with(next.annotations()) : first;
    }

    /** All documents that report, by namespace and name; one whose rules name several ids keeps its own name. */
    List<DeclaredRule> rules() {
        return rules.values().stream()
                .map(rule -> ids.getOrDefault(rule.key(), Set.of()).size() > 1 ? rule.with(Annotations.none()) : rule)
                .toList();
    }

    Set<String> namespaces() {
        return namespaces;
    }

    /** Namespaces that have an {@code exception} document, with the path of the package. */
    Map<String, List<String>> exceptions() {
        return exceptions;
    }

    /** METADATA that stands between the rule before and this one. */
    private static Annotations annotated(List<Value> annotations, int after, int before) {
        Annotations found = Annotations.none();
        for (Value entry : annotations) {
            if (entry instanceof Value.Obj said) {
                int row = row(said);
                String scope = said.string("scope").orElse("rule");
                if (row > after && row < before && (scope.equals("rule") || scope.equals("document"))) {
                    found = annotations(said);
                }
            }
        }
        return found;
    }

    private static Annotations annotations(Value.Obj said) {
        Optional<Value.Obj> custom = said.get("custom").flatMap(RuleScan::object);
        String severity = custom.flatMap(c -> c.string("severity")).orElse("");
        Set<String> kinds = new HashSet<>();
        for (Value kind : list(custom.flatMap(c -> c.get("kinds")))) {
            if (kind instanceof Value.Str(String name)) {
                kinds.add(name);
            }
        }
        if (kinds.contains("*")) {
            kinds.clear();
        }
        String link = list(said.get("related_resources")).stream()
                .flatMap(resource -> object(resource).stream())
                .flatMap(resource -> resource.string("ref").stream())
                .findFirst()
                .orElse("");
        return new Annotations(
                custom.flatMap(c -> c.string("id"))
                        .filter(id -> ID.matcher(id).matches())
                        .orElse(""),
                said.string("title").orElse("").strip(),
                said.string("description").orElse("").strip(),
                SEVERITIES.contains(severity) ? severity : "",
                custom.flatMap(c -> c.string("remedy")).orElse("").strip(),
                link,
                kinds);
    }

    private static int row(Value.Obj node) {
        return node.get("location")
                .flatMap(RuleScan::object)
                .flatMap(location -> location.get("row"))
                .filter(Value.Num.class::isInstance)
                .flatMap(row -> ((Value.Num) row).asInt())
                .orElse(0);
    }

    private static Optional<Value.Obj> object(Value value) {
        return value instanceof Value.Obj object ? Optional.of(object) : Optional.empty();
    }

    private static List<Value> list(Optional<Value> value) {
        return value.isPresent() && value.get() instanceof Value.Arr(List<Value> items) ? items : List.of();
    }
}
