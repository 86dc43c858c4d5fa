package dev.auditflow.check.policy;

import java.util.List;

/**
 * The user's Rego after {@code opa build}.
 *
 * @param wasm the module, with the entrypoint {@link #ENTRYPOINT}
 * @param rules that report, in the namespaces that were asked for
 * @param namespaces all Rego packages of the sources
 * @param digest {@code sha256:<hex>} of everything that went into the module
 */
@SuppressWarnings("ArrayRecordComponent") // the module is large and goes straight to the parser
public record CompiledRego(byte[] wasm, List<DeclaredRule> rules, List<String> namespaces, String digest) {
    /** One document with the values of all rules that report, so that an object is parsed and evaluated once. */
    public static final String ENTRYPOINT = "auditflow_entry/found";

    public CompiledRego {
        rules = List.copyOf(rules);
        namespaces = List.copyOf(namespaces);
    }
}
