package dev.auditflow.check.golden;

import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What stands in the place of secrets: one word in golden files, which are kept; hashes by a key that lives as long as the
 * comparison of two renderings, so that a change shows and nothing can be guessed from it.
 */
final class Hidden {
    private static final int SHOWN = 8;
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;

    private Hidden(byte[] key) {
        this.key = key;
    }

    static Hidden behindOneWord() {
        return new Hidden(new byte[0]);
    }

    static Hidden behindKeyedHashes() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return new Hidden(key);
    }

    ScalarNode instead(Node secret) {
        String text = secret instanceof ScalarNode scalar
                ? scalar.text()
                : new String(Json.bytes(secret), StandardCharsets.UTF_8);
        return GoldenFile.string(insteadOf(text), secret);
    }

    String insteadOf(String secret) {
        boolean hidden = secret.startsWith("<secret");
        if (key.length == 0 || hidden) {
            return hidden && secret.endsWith(">") && secret.indexOf('\n') < 0 ? secret : GoldenFile.SECRET;
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            String hash = HexFormat.of().formatHex(mac.doFinal(secret.getBytes(StandardCharsets.UTF_8)));
            return "<secret " + hash.substring(0, SHOWN) + ">";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
