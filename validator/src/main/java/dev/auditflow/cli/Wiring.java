package dev.auditflow.cli;

import dev.auditflow.check.Check;
import dev.auditflow.check.Rule;
import dev.auditflow.check.RunRules;
import dev.auditflow.check.golden.GoldenCheck;
import dev.auditflow.check.schema.SchemaCheck;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.gate.Checks;
import dev.auditflow.gate.GoldenFiles;
import dev.auditflow.render.Renderer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The parts of one run, put together.
 *
 * @param rules every rule that can report, by id
 */
record Wiring(Renderer renderer, Checks checks, Map<String, Rule> rules) {
    Wiring {
        rules = Map.copyOf(rules);
    }

    static Wiring of(Selection.Chosen chosen, CheckFlags flags, boolean strict) throws ConfigException {
        Config config = chosen.config();
        Renderer renderer = renderer(config, flags);
        Set<String> allowed = strict ? Set.of() : config.allowMissingSchemas();
        List<Check> shared = new ArrayList<>();
        shared.add(SchemaEngines.check(
                flags.schemaEngine(config.schemaEngine()),
                Definitions.read(config.customResourceDefinitions(), renderer.helm()),
                allowed));
        Policies policies = Policies.of(flags.policies(config.policies()));
        policies.check().ifPresent(shared::add);
        List<Rule> rules = new ArrayList<>(RunRules.all());
        rules.addAll(policies.rules());
        rules.addAll(SchemaCheck.rules());
        rules.addAll(GoldenCheck.rules());
        Map<String, Rule> byId = new TreeMap<>();
        rules.forEach(rule -> byId.put(rule.id(), rule));
        refuseUnknownRules(config, byId);
        return new Wiring(
                renderer,
                new Checks(
                        shared, golden(config), policies.check().isPresent() ? Set.of() : Set.of("policies"), allowed),
                byId);
    }

    /** A severity for a rule that does not exist would be believed to hold. */
    private static void refuseUnknownRules(Config config, Map<String, Rule> rules) throws ConfigException {
        for (String id : config.policies().rules().keySet()) {
            Rule rule = rules.get(id);
            if (rule == null || !rule.check().equals("policy")) {
                throw new ConfigException("%s: policies.rules names \"%s\", which is %s"
                        .formatted(config.file(), id, rule == null ? "no rule" : "no policy; its severity is fixed"));
            }
        }
    }

    static GoldenFiles golden(Config config) {
        return config.golden().equals(Path.of(""))
                ? GoldenFiles.off("no configuration names golden files")
                : GoldenFiles.in(config.golden(), config.goldenMasks());
    }

    static Renderer renderer(Config config, CheckFlags flags) throws ConfigException {
        return new Renderer(flags.engines().of(config), System.in);
    }
}
