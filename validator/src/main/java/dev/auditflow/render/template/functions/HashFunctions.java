package dev.auditflow.render.template.functions;

import dev.auditflow.go.GoText;
import dev.auditflow.render.template.Fn;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Adler32;

/** Checksums. */
final class HashFunctions {
    private static final String ONE = "func(string) string";

    private HashFunctions() {}

    static List<Fn> functions() {
        return List.of(
                sum("sha1sum", "SHA-1"),
                sum("sha256sum", "SHA-256"),
                sum("sha512sum", "SHA-512"),
                new Fn("adler32sum", ONE, (c, a) -> {
                    Adler32 sum = new Adler32();
                    sum.update(GoText.encode(StringFunctions.text(a, 0)));
                    return Long.toString(sum.getValue());
                }));
    }

    private static Fn sum(String name, String algorithm) {
        return new Fn(name, ONE, (c, a) -> {
            byte[] bytes = GoText.encode(StringFunctions.text(a, 0));
            c.step(bytes.length >> 6);
            return HexFormat.of().formatHex(digest(algorithm).digest(bytes));
        });
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
    }
}
