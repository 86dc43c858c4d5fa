package dev.auditflow.check.schema;

/** Sizes as the API server counts them. */
final class Utf8 {
    private Utf8() {}

    /** Bytes of the text as UTF-8, without making them. */
    static long length(String text) {
        return text.codePoints()
                .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
                .sum();
    }
}
