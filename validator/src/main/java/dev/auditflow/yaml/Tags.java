package dev.auditflow.yaml;

/** Explicit types of nodes. Those that say what a reader sees anyway are read; the others would change the value. */
final class Tags {
    private static final String STANDARD = "tag:yaml.org,2002:";

    private Tags() {}

    static boolean isString(String tag) {
        return fits(tag, "str") && !tag.isEmpty();
    }

    /** Whether the tag, empty for none, is the standard one with this word. */
    static boolean fits(String tag, String word) {
        return tag.isEmpty() || tag.equals(STANDARD + word);
    }

    /** Whether the tag, empty for none, says what a plain scalar of this kind is anyway. */
    static boolean fits(String tag, ScalarNode.Kind kind) {
        return switch (kind) {
            case NULL -> fits(tag, "null");
            case BOOLEAN -> fits(tag, "bool");
            case INTEGER -> fits(tag, "int") || fits(tag, "float");
            case FLOAT -> fits(tag, "float");
            case STRING -> fits(tag, "str");
        };
    }
}
