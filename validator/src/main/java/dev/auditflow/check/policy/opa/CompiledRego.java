package dev.auditflow.check.policy.opa;

import java.util.List;

/**
 * The user's Rego after {@code opa build}.
 *
 * @param wasm the module, with the entrypoint {@link RegoCompiler#ENTRYPOINT}
 * @param rules that report, in the namespaces that were asked for
 * @param namespaces all Rego packages of the sources
 * @param digest {@code sha256:<hex>} of everything that went into the module
 */
public record CompiledRego(byte[] wasm, List<DeclaredRule> rules, List<String> namespaces, String digest) {
    public CompiledRego {
        rules = List.copyOf(rules);
        namespaces = List.copyOf(namespaces);
    }
}
