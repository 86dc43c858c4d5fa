package dev.auditflow.render.template.functions;

import dev.auditflow.go.GoText;
import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.FnContext;
import dev.auditflow.render.template.TemplateException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.generators.SCrypt;
import org.jspecify.annotations.Nullable;

/** Functions that make something of a password. Salts and initialization vectors come from the rendering's seed. */
final class PasswordFunctions {
    private static final int BCRYPT_COST = 10;
    private static final int BCRYPT_MOST = 72;
    private static final int AES_BLOCK = 16;
    private static final int AES_KEY = 32;
    private static final String MASTER_SALT = "com.lyndir.masterpassword";

    /** Steps that one slow hash counts for, so that many of them run into the limits. */
    private static final int SLOW = 1_000_000;

    private static final Map<String, List<String>> FORMS = Map.of(
            "maximum", List.of("anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"),
            "long",
                    List.of(
                            "CvcvnoCvcvCvcv",
                            "CvcvCvcvnoCvcv",
                            "CvcvCvcvCvcvno",
                            "CvccnoCvcvCvcv",
                            "CvccCvcvnoCvcv",
                            "CvccCvcvCvcvno",
                            "CvcvnoCvccCvcv",
                            "CvcvCvccnoCvcv",
                            "CvcvCvccCvcvno",
                            "CvcvnoCvcvCvcc",
                            "CvcvCvcvnoCvcc",
                            "CvcvCvcvCvccno",
                            "CvccnoCvccCvcv",
                            "CvccCvccnoCvcv",
                            "CvccCvccCvcvno",
                            "CvcvnoCvccCvcc",
                            "CvcvCvccnoCvcc",
                            "CvcvCvccCvccno",
                            "CvccnoCvcvCvcc",
                            "CvccCvcvnoCvcc",
                            "CvccCvcvCvccno"),
            "medium", List.of("CvcnoCvc", "CvcCvcno"),
            "short", List.of("Cvcn"),
            "basic", List.of("aaanaaan", "aannaaan", "aaannaaa"),
            "pin", List.of("nnnn"));

    private static final String VOWELS = "AEIOU";
    private static final String CONSONANTS = "BCDFGHJKLMNPQRSTVWXYZ";
    private static final String LOWER_VOWELS = "aeiou";
    private static final String LOWER_CONSONANTS = "bcdfghjklmnpqrstvwxyz";
    private static final String LETTERS = VOWELS + LOWER_VOWELS + CONSONANTS + LOWER_CONSONANTS;
    private static final String DIGITS = "0123456789";

    private PasswordFunctions() {}

    static List<Fn> functions() {
        return List.of(
                RandomFunctions.noisy("bcrypt", "func(string) string", (c, a) -> bcrypt(c, StringFunctions.text(a, 0))),
                RandomFunctions.noisy("htpasswd", "func(string, string) string", PasswordFunctions::htpasswd),
                new Fn(
                        "derivePassword",
                        "func(uint32, string, string, string, string) string",
                        PasswordFunctions::derived),
                RandomFunctions.noisy("encryptAES", "func(string, string) (string, error)", (c, a) -> encrypted(c, a)),
                new Fn("decryptAES", "func(string, string) (string, error)", (c, a) -> decrypted(a)));
    }

    private static String bcrypt(FnContext context, String password) {
        byte[] bytes = GoText.encode(password);
        if (bytes.length > BCRYPT_MOST) {
            return "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes";
        }
        context.step(SLOW);
        byte[] salt = new byte[16];
        context.random().nextBytes(salt);
        return OpenBSDBCrypt.generate("2a", bytes, salt, BCRYPT_COST);
    }

    private static String htpasswd(FnContext context, List<@Nullable Object> args) {
        String user = StringFunctions.text(args, 0);
        return user.contains(":")
                ? "invalid username: " + user
                : user + ":" + bcrypt(context, StringFunctions.text(args, 1));
    }

    /** The Master Password algorithm: the same arguments always give the same password. */
    private static String derived(FnContext context, List<@Nullable Object> args) {
        String type = StringFunctions.text(args, 1);
        List<String> forms = FORMS.get(type);
        if (forms == null) {
            return "cannot find password template " + type;
        }
        context.step(SLOW);
        byte[] password = GoText.encode(StringFunctions.text(args, 2));
        byte[] key = SCrypt.generate(password, scope(StringFunctions.text(args, 3)), 32_768, 8, 2, 64);
        ByteArrayOutputStream site = new ByteArrayOutputStream();
        site.writeBytes(scope(StringFunctions.text(args, 4)));
        site.writeBytes(ByteBuffer.allocate(4)
                .putInt((int) Casts.toLong(args.getFirst()))
                .array());
        byte[] seed = hmac(key, site.toByteArray());
        String form = forms.get((seed[0] & 0xff) % forms.size());
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < form.length(); i++) {
            String characters = characters(form.charAt(i));
            out.append(characters.charAt((seed[i + 1] & 0xff) % characters.length()));
        }
        return out.toString();
    }

    private static byte[] scope(String name) {
        byte[] bytes = GoText.encode(name);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MASTER_SALT.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    private static String characters(char place) {
        return switch (place) {
            case 'V' -> VOWELS;
            case 'C' -> CONSONANTS;
            case 'v' -> LOWER_VOWELS;
            case 'c' -> LOWER_CONSONANTS;
            case 'a' -> LETTERS;
            case 'n' -> DIGITS;
            case 'o' -> "@&%?,=[]_:-+*$#!'^~;()/.";
            default -> LETTERS + DIGITS + "!@#$%^&*()";
        };
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }

    private static String encrypted(FnContext context, List<@Nullable Object> args) {
        byte[] plain = GoText.encode(StringFunctions.text(args, 1));
        if (plain.length == 0) {
            return "";
        }
        int padding = AES_BLOCK - plain.length % AES_BLOCK;
        byte[] padded = Arrays.copyOf(plain, plain.length + padding);
        Arrays.fill(padded, plain.length, padded.length, (byte) padding);
        byte[] vector = new byte[AES_BLOCK];
        context.random().nextBytes(vector);
        byte[] hidden = aes(Cipher.ENCRYPT_MODE, StringFunctions.text(args, 0), vector, padded);
        byte[] all = Arrays.copyOf(vector, AES_BLOCK + hidden.length);
        System.arraycopy(hidden, 0, all, AES_BLOCK, hidden.length);
        return Base64.getEncoder().encodeToString(all);
    }

    private static String decrypted(List<@Nullable Object> args) {
        String text = StringFunctions.text(args, 1);
        if (text.isEmpty()) {
            return "";
        }
        byte[] all = BaseCodecs.bytes64(text);
        if (all.length < AES_BLOCK) {
            throw new TemplateException(
                    "runtime error: slice bounds out of range [:16] with capacity " + GoText.length(text) / 4 * 3);
        }
        if (all.length % AES_BLOCK != 0) {
            throw new TemplateException("crypto/cipher: input not full blocks");
        }
        byte[] vector = Arrays.copyOf(all, AES_BLOCK);
        byte[] hidden = Arrays.copyOfRange(all, AES_BLOCK, all.length);
        byte[] padded = aes(Cipher.DECRYPT_MODE, StringFunctions.text(args, 0), vector, hidden);
        if (padded.length == 0) {
            throw new TemplateException("runtime error: index out of range [-1]");
        }
        int end = padded.length - (padded[padded.length - 1] & 0xff);
        if (end < 0) {
            throw new TemplateException("runtime error: slice bounds out of range [:%d]".formatted(end));
        }
        return GoText.decode(Arrays.copyOf(padded, end));
    }

    private static byte[] aes(int mode, String password, byte[] vector, byte[] content) {
        byte[] key = Arrays.copyOf(GoText.encode(password), AES_KEY);
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(vector));
            return cipher.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has AES in CBC mode", e);
        }
    }
}
