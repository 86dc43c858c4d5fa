package dev.auditflow.check.policy.gatekeeper;

/** Where constraints are looked at: one whose action is {@code scoped} may say another thing to each. */
public enum EnforcementPoint {
    /** Before anything is sent to a cluster. */
    COMMAND_LINE("gator.gatekeeper.sh"),
    /** Admission. */
    WEBHOOK("validation.gatekeeper.sh"),
    /** Objects that are in the cluster. */
    AUDIT("audit.gatekeeper.sh");

    private final String id;

    EnforcementPoint(String id) {
        this.id = id;
    }

    /** The name by which constraints mean it. */
    String id() {
        return id;
    }
}
