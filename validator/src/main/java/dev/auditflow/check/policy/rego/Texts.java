package dev.auditflow.check.policy.rego;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Strings as Go sees them: bytes of UTF-8, counted and ordered by code point. */
final class Texts {
    private Texts() {}

    /** Orders by UTF-8 bytes, which is by code point; Java orders by UTF-16 unit. */
    static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            if (a.charAt(i) != b.charAt(i)) {
                return Character.isSurrogate(a.charAt(i)) || Character.isSurrogate(b.charAt(i))
                        ? Arrays.compareUnsigned(utf8(a), utf8(b))
                        : Character.compare(a.charAt(i), b.charAt(i));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
