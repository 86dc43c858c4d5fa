package dev.auditflow.gate.bundle;

import java.util.Set;

/** The files inside a bundle. There are no others, so no name of an entry ever becomes a path. */
final class Layout {
    /** Another number is for another program. */
    static final int FORMAT = 1;

    /** Says the format, and the digest of what the Rego was compiled from. */
    static final String MANIFEST = "bundle.json";

    static final String CONFIG = "auditflow.yaml";
    static final String REGO = "rego/policy.wasm";
    static final String RULES = "rego/rules.json";
    static final String DATA = "rego/data.json";
    static final String OBJECTS = "gatekeeper/objects.json";
    static final String TEMPLATES = "gatekeeper/policy.wasm";

    static final Set<String> NAMES = Set.of(MANIFEST, CONFIG, REGO, RULES, DATA, OBJECTS, TEMPLATES);

    private Layout() {}
}
