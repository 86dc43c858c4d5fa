package dev.auditflow.check.policy.gatekeeper;

import java.util.List;

/**
 * The Rego of a template.
 *
 * @param main the module with the rule {@code violation}
 * @param libs modules that it may import from {@code data.lib}
 * @param v1 whether it is Rego as it is since OPA 1.0
 */
public record RegoSource(Module main, List<Module> libs, boolean v1) {
    public RegoSource {
        libs = List.copyOf(libs);
    }

    /**
     * One module.
     *
     * @param file path as the user knows it
     * @param line of the file at which its text begins
     */
    public record Module(String text, String file, int line) {}
}
