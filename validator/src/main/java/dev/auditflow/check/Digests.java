package dev.auditflow.check;

/**
 * What a verdict was made over. Each is {@code sha256:<hex>}, or empty when there was none.
 *
 * @param rendering of the rendered bytes
 * @param policies of the policy bundles and their data
 * @param schemas of the schema set, custom resources included
 */
public record Digests(String rendering, String policies, String schemas) {}
