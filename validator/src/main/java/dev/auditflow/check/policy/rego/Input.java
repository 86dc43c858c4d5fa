package dev.auditflow.check.policy.rego;

import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.Node;

/** The document that becomes {@code input}. */
sealed interface Input {
    /** As JSON; empty for none, which differs from null. */
    @SuppressWarnings("ArrayRecordComponent") // goes straight into the module's memory
    record Text(byte[] json) implements Input {}

    /** As it was read. */
    record Tree(Node root) implements Input {
        @Override
        public byte[] json() {
            return Json.bytes(root);
        }
    }

    byte[] json();
}
