package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.check.policy.rego.Value;
import dev.auditflow.check.policy.rego.ValueWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The Rego of many templates as the modules of one bundle, each template in packages of its own.
 *
 * @param texts file name in the bundle to text
 * @param origins file name in the bundle to the module that the user wrote
 * @param old files that are Rego as it was before OPA 1.0
 */
public record TemplateModules(Map<String, String> texts, Map<String, RegoSource.Module> origins, List<String> old) {
    /** One document with the violations by template, so that a review is parsed and evaluated once. */
    public static final String ENTRYPOINT = "auditflow_entry/found";

    /** Where {@code data} holds the parameters of constraints, by kind and name. */
    static final String PARAMETERS = "auditflow_parameters";

    public TemplateModules {
        texts = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(texts));
        origins = Map.copyOf(origins);
        old = List.copyOf(old);
    }

    /** The modules of these templates. @throws PolicyLoadException if Gatekeeper would not take one */
    public static TemplateModules of(List<ConstraintTemplate> templates) throws PolicyLoadException {
        Map<String, String> texts = new TreeMap<>();
        Map<String, RegoSource.Module> origins = new TreeMap<>();
        List<String> old = new ArrayList<>();
        List<String> roots = new ArrayList<>();
        StringBuilder rules = new StringBuilder();
        for (ConstraintTemplate template : templates) {
            RegoSource rego = template.rego();
            if (rego == null) {
                continue;
            }
            int number = origins.size();
            String root = "gatekeeper_" + number;
            texts.put("t%d.rego".formatted(number), RegoModule.main(rego.main(), root));
            origins.put("t%d.rego".formatted(number), rego.main());
            for (int i = 0; i < rego.libs().size(); i++) {
                String name = "t%d_lib%d.rego".formatted(number, i);
                texts.put(name, RegoModule.lib(rego.libs().get(i), root));
                origins.put(name, rego.libs().get(i));
            }
            if (!rego.v1()) {
                origins.keySet().stream()
                        .filter(name -> name.matches("t%d(_lib.*)?\\.rego".formatted(number)))
                        .forEach(old::add);
            }
            roots.add(root);
            rules.append(rule(template.kind(), root));
        }
        texts.put("entry.rego", entry(roots, rules.toString()));
        return new TemplateModules(texts, origins, old);
    }

    /** Whether no template has any Rego. */
    public boolean isEmpty() {
        return origins.isEmpty();
    }

    /** Where a builtin is called first, as {@code file:line: }; empty if no line names it. */
    public String firstUse(String builtin) {
        Pattern call = Pattern.compile("(?<![\\w.])" + Pattern.quote(builtin) + "\\s*\\(");
        for (RegoSource.Module module : new TreeMap<>(origins).values()) {
            List<String> lines = module.text().lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).stripLeading().startsWith("#")
                        && call.matcher(lines.get(i)).find()) {
                    return "%s:%d: ".formatted(module.file(), module.line() + i);
                }
            }
        }
        return "";
    }

    /** As Gatekeeper asks a template: for each constraint that matches, with nothing but the review and parameters. */
    private static String rule(String kind, String root) {
        return """

               %2$s contains {"key": [%1$s, name], "result": result} if {
               	some name in input.constraints[%1$s]
               	some result
               	data.%2$s.template.violation[result] with input as {
               		"review": input.review,
               		"parameters": data.%3$s[%1$s][name],
               	}
               }
               """.formatted(ValueWriter.json(Value.of(kind)), root, PARAMETERS);
    }

    /** A function of its own for each template: what is small is compiled well. */
    private static String entry(List<String> roots, String rules) {
        return "package auditflow_entry\n\nfound := [" + String.join(", ", roots) + "]\n" + rules;
    }

    /** Whether a template asks for the objects of the cluster. */
    public static boolean readInventory(List<ConstraintTemplate> templates) {
        return templates.stream().anyMatch(template -> {
            RegoSource rego = template.rego();
            return rego != null && RegoModule.readsInventory(rego);
        });
    }
}
