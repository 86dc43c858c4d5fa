package dev.auditflow.check.policy.rego;

import dev.auditflow.check.policy.rego.Builtin.Undefined;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** {@code crypto.*} hashes, and JSON Web Tokens as far as they need no clock. */
final class HashBuiltins {
    private static final Map<String, String> MACS = Map.of(
            "md5", "HmacMD5",
            "sha1", "HmacSHA1",
            "sha256", "HmacSHA256",
            "sha512", "HmacSHA512",
            "hs256", "HmacSHA256",
            "hs384", "HmacSHA384",
            "hs512", "HmacSHA512");

    private HashBuiltins() {}

    static @Nullable Builtin find(String name) {
        return switch (name) {
            case "crypto.md5" -> args -> hash("MD5", args);
            case "crypto.sha1" -> args -> hash("SHA-1", args);
            case "crypto.sha256" -> args -> hash("SHA-256", args);
            case "crypto.hmac.md5", "crypto.hmac.sha1", "crypto.hmac.sha256", "crypto.hmac.sha512" ->
                args -> Value.of(HexFormat.of()
                        .formatHex(mac(name.substring("crypto.hmac.".length()), args.string(1), args.string(0))));
            case "crypto.hmac.equal" ->
                args -> Value.of(MessageDigest.isEqual(Texts.utf8(args.string(0)), Texts.utf8(args.string(1))));
            case "io.jwt.decode" -> args -> decode(args.string(0));
            case "io.jwt.verify_hs256", "io.jwt.verify_hs384", "io.jwt.verify_hs512" ->
                args -> verify(name.substring("io.jwt.verify_".length()), args.string(0), args.string(1));
            default -> null;
        };
    }

    private static Value hash(String algorithm, Args args) throws Undefined {
        try {
            byte[] bytes = MessageDigest.getInstance(algorithm).digest(Texts.utf8(args.string(0)));
            return Value.of(HexFormat.of().formatHex(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    private static byte[] mac(String name, String key, String text) throws Undefined {
        String algorithm = MACS.getOrDefault(name, "");
        if (key.isEmpty()) {
            throw new Undefined("the key is empty");
        }
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(Texts.utf8(key), algorithm));
            return mac.doFinal(Texts.utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    /** Header, payload and the signature in hexadecimal; a token within a token is unwrapped. */
    private static Value decode(String token) throws Undefined {
        String[] parts = parts(token);
        Value.Obj header = object(parts[0]);
        if (header.string("cty").orElse("").equals("JWT")) {
            return decode(Texts.utf8(base64(parts[1])).replaceAll("^[\"']+|[\"']+$", ""));
        }
        return Value.array(java.util.List.of(
                header, object(parts[1]), Value.of(HexFormat.of().formatHex(base64(parts[2])))));
    }

    private static Value verify(String algorithm, String token, String secret) throws Undefined {
        String[] parts = parts(token);
        object(parts[0]);
        byte[] expected = mac(algorithm, secret, parts[0] + "." + parts[1]);
        return Value.of(MessageDigest.isEqual(expected, base64(parts[2])));
    }

    private static String[] parts(String token) throws Undefined {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new Undefined("a token has three parts");
        }
        return parts;
    }

    private static Value.Obj object(String part) throws Undefined {
        try {
            if (ValueReader.json(Texts.utf8(base64(part))) instanceof Value.Obj object) {
                return object;
            }
        } catch (IllegalArgumentException e) {
            throw new Undefined("a part of the token is no JSON");
        }
        throw new Undefined("a part of the token is no JSON object");
    }

    private static byte[] base64(String text) throws Undefined {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new Undefined("a part of the token is no base64");
        }
    }
}
