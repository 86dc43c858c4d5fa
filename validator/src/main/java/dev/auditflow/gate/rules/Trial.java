package dev.auditflow.gate.rules;

import java.util.List;

/**
 * How one test of a rule ended.
 *
 * @param place file that holds the test, with a line where there is one
 * @param details what was found instead; lines without an end
 */
public record Trial(Kind kind, String name, String place, State state, List<String> details) {
    public Trial {
        details = List.copyOf(details);
    }

    /** Classes of tests. */
    public enum Kind {
        /** A {@code test_} rule in Rego. */
        UNIT_TEST("unit tests"),
        /** A {@code pass.yaml} or {@code fail.yaml} beside a rule of the user. */
        EXAMPLE("examples"),
        /** A case of a suite of Gatekeeper. */
        GATEKEEPER_CASE("Gatekeeper cases"),
        /** An example of a built-in rule. */
        BUILTIN_EXAMPLE("built-in examples");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** The plural, for tables. */
        public String words() {
            return words;
        }
    }

    /** Ends of a test. */
    public enum State {
        PASSED,
        FAILED,
        /** A {@code todo_test_} rule. */
        SKIPPED
    }

    static Trial of(Kind kind, String name, String place, List<String> faults) {
        return new Trial(kind, name, place, faults.isEmpty() ? State.PASSED : State.FAILED, faults);
    }
}
