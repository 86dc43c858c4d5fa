package dev.auditflow.gate.gatekeeper;

import com.dylibso.chicory.compiler.Cache;
import dev.auditflow.check.policy.gatekeeper.ConstraintTemplate;
import dev.auditflow.check.policy.gatekeeper.TemplateModules;
import dev.auditflow.check.policy.rego.Limits;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.check.policy.rego.WasmPolicy;
import dev.auditflow.gate.opa.TemplateCompiler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The Rego of the templates that suites name: in one module as far as that goes, since compiling one costs less than
 * compiling many. A template that does not compile, or has the kind of another one, is compiled alone.
 */
final class SuiteModules {
    private final TemplateCompiler compiler;
    private final Cache classes;
    private final Map<String, ConstraintTemplate> shared;
    private final @Nullable WasmPolicy module;

    private SuiteModules(
            TemplateCompiler compiler,
            Cache classes,
            Map<String, ConstraintTemplate> shared,
            @Nullable WasmPolicy module) {
        this.compiler = compiler;
        this.classes = classes;
        this.shared = shared;
        this.module = module;
    }

    static SuiteModules of(List<Suite> suites, TemplateCompiler compiler, Cache classes) {
        Map<String, ConstraintTemplate> templates = new TreeMap<>();
        for (Suite suite : suites) {
            for (Suite.Test test : suite.tests()) {
                try {
                    ConstraintTemplate template = Suites.template(test);
                    templates.putIfAbsent(template.kind(), template);
                } catch (PolicyLoadException e) {
                    // The test that names it says so.
                }
            }
        }
        templates.values().removeIf(template -> template.rego() == null);
        try {
            return new SuiteModules(compiler, classes, templates, compiled(compiler, classes, templates.values()));
        } catch (PolicyLoadException e) {
            return new SuiteModules(compiler, classes, Map.of(), null);
        }
    }

    /** The module that a template is in, empty if it has no Rego. @throws PolicyLoadException if it does not compile */
    Optional<WasmPolicy> of(ConstraintTemplate template) throws PolicyLoadException {
        if (template.rego() == null) {
            return Optional.empty();
        }
        ConstraintTemplate other = shared.get(template.kind());
        return other != null && template.rego().equals(other.rego())
                ? Optional.ofNullable(module)
                : Optional.ofNullable(compiled(compiler, classes, List.of(template)));
    }

    private static @Nullable WasmPolicy compiled(
            TemplateCompiler compiler, Cache classes, java.util.Collection<ConstraintTemplate> templates)
            throws PolicyLoadException {
        if (templates.isEmpty()) {
            return null;
        }
        byte[] wasm = compiler.compile(TemplateModules.of(List.copyOf(templates)));
        return WasmPolicy.compile(wasm, classes, Limits.defaults());
    }
}
