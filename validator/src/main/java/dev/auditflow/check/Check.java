package dev.auditflow.check;

/** A function from a target's objects to findings. It never throws for what the user wrote. Safe for many threads. */
public interface Check {
    /** One word, as reports name it: schema, policy, golden. */
    String name();

    CheckResult run(Subject subject);

    /** {@code sha256:<hex>} over everything that this check brings to a verdict: bundles, schemas, golden files. */
    String digest(Subject subject);
}
