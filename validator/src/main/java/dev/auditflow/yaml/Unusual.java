package dev.auditflow.yaml;

/** Where a text is not of the kind that {@link BlockReader} reads. Nobody sees it, so it carries nothing. */
final class Unusual extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusual() {
        super(null, null, false, false);
    }
}
