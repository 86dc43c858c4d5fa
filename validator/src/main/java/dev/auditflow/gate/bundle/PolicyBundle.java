package dev.auditflow.gate.bundle;

import dev.auditflow.check.policy.CompiledRego;
import dev.auditflow.check.policy.gatekeeper.GatekeeperLibrary.Source;
import java.util.List;
import java.util.Optional;

/**
 * All that decides over objects, beside the program and its built-in packs.
 *
 * @param config the text of auditflow.yaml, with nothing that names files
 * @param rego the user's Rego, compiled, with what becomes {@code data}; empty if there is none
 * @param gatekeeper templates and constraints, with the files that they came from
 * @param templates what {@code opa build} made of the templates' Rego; empty if none has any
 */
@SuppressWarnings("ArrayRecordComponent") // the module is large and goes straight to the parser
public record PolicyBundle(String config, Optional<Rego> rego, List<Source> gatekeeper, byte[] templates) {
    public PolicyBundle {
        gatekeeper = List.copyOf(gatekeeper);
    }

    /**
     * The user's Rego.
     *
     * @param data JSON object that becomes {@code data}
     */
    @SuppressWarnings("ArrayRecordComponent") // as above
    public record Rego(CompiledRego compiled, byte[] data) {}
}
