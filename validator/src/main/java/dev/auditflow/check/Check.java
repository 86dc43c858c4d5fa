package dev.auditflow.check;

/** A function from a target's objects to findings. It never throws for what the user wrote. Safe for many threads. */
public interface Check {
    /** One word, as reports name it: schema, policy, golden. */
    String name();

    CheckResult run(Subject subject);

    /**
     * Called before a target is rendered, so that what takes time to start does so meanwhile. Returns at once.
     *
     * @param kubernetesVersion the target's, as {@code major.minor}
     */
    default void prepare(String kubernetesVersion) {}

    /** {@code sha256:<hex>} over everything that this check brings to a verdict: bundles, schemas, golden files. */
    String digest(Subject subject);
}
