package dev.auditflow.coverage;

/**
 * So many of so many.
 *
 * @param hit never more than {@code found}
 */
public record Count(int found, int hit) {
    /** None of nothing. */
    public static final Count NONE = new Count(0, 0);

    public Count plus(Count other) {
        return new Count(found + other.found, hit + other.hit);
    }

    /** Whole percent, rounded down so that only all is 100; 100 of nothing. */
    public int percent() {
        return found == 0 ? 100 : (int) (100L * hit / found);
    }
}
