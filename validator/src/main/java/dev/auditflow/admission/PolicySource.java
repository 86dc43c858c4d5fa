package dev.auditflow.admission;

/** Where policies and their configuration come from. */
public interface PolicySource {
    /** What is there now, compiled. @throws Unusable if it cannot be used, in a sentence that names the place */
    AdmissionPolicies load() throws Unusable;

    /** Waits until something may have changed. */
    void await() throws InterruptedException;

    /** What is there cannot be used. */
    final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unusable(String message) {
            super(message);
        }
    }
}
