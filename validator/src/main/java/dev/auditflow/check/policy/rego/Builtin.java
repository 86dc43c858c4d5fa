package dev.auditflow.check.policy.rego;

/** A function that a compiled policy calls in its host. Pure: no network, clock, environment or state. */
@FunctionalInterface
interface Builtin {
    /** The result. @throws Undefined when the call has none, which Rego treats as a failing expression */
    Value call(Args args) throws Undefined;

    /** A call without a result. Control flow of Rego, so it carries no stack. */
    final class Undefined extends Exception {
        private static final long serialVersionUID = 1L;

        Undefined(String message) {
            super(message, null, false, false);
        }
    }
}
