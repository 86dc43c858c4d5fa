package dev.auditflow.cli;

import dev.auditflow.check.Check;
import dev.auditflow.check.Rule;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.SchemaEngine;
import dev.auditflow.config.Target;
import dev.auditflow.gate.Checks;
import dev.auditflow.gate.GoldenFiles;
import dev.auditflow.gate.rules.RuleCatalog;
import dev.auditflow.render.Renderer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
        return of(chosen, flags, strict, false);
    }

    /** @param coverage whether renderings tell what they used */
    static Wiring of(Selection.Chosen chosen, CheckFlags flags, boolean strict, boolean coverage)
            throws ConfigException {
        Config config = chosen.config();
        Renderer renderer = new Renderer(flags.engines().of(config, coverage), System.in);
        Set<String> allowed = strict ? Set.of() : config.allowMissingSchemas();
        List<Check> shared = new ArrayList<>();
        Set<String> off = new TreeSet<>();
        SchemaEngine engine = flags.schemaEngine(config.schemaEngine());
        if (engine.isNone()) {
            off.add("schemas");
        } else {
            shared.add(SchemaEngines.check(
                    engine,
                    chosen.targets().stream()
                            .map(Target::kubernetesVersion)
                            .collect(Collectors.toCollection(TreeSet::new)),
                    Definitions.read(config.customResourceDefinitions(), renderer.helm()),
                    allowed));
        }
        Policies policies = Policies.of(flags.policies(config.policies()));
        policies.check().ifPresentOrElse(shared::add, () -> off.add("policies"));
        Map<String, Rule> byId = new TreeMap<>();
        RuleCatalog.ofTheGate().forEach(rule -> byId.put(rule.id(), rule));
        policies.rules().forEach(policy -> byId.put(policy.id(), policy.rule()));
        policies.refuseUnknown(config.file(), byId.keySet(), Set.of());
        return new Wiring(renderer, new Checks(shared, golden(config), off, allowed), byId);
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
