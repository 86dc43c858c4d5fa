package dev.auditflow.sops;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/** Bech32 (BIP 173) without its limit of length, as age writes keys. */
final class Bech32 {
    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int CHECKSUM = 6;

    private Bech32() {}

    /** The bytes behind a prefix. @throws SopsException if it is not that, or mistyped */
    static byte[] decode(String prefix, String text) throws SopsException {
        String lower = text.toLowerCase(Locale.ROOT);
        String start = prefix.toLowerCase(Locale.ROOT);
        boolean mixed = !text.equals(lower) && !text.equals(text.toUpperCase(Locale.ROOT));
        if (mixed || !lower.startsWith(start + "1") || lower.length() < start.length() + 1 + CHECKSUM) {
            throw new SopsException("an age key begins with " + prefix + "1");
        }
        int check = 1;
        for (int i = 0; i < start.length(); i++) {
            check = step(check, start.charAt(i) >> 5);
        }
        check = step(check, 0);
        for (int i = 0; i < start.length(); i++) {
            check = step(check, start.charAt(i) & 31);
        }
        String data = lower.substring(start.length() + 1);
        for (int i = 0; i < data.length(); i++) {
            check = step(check, value(data.charAt(i)));
        }
        if (check != 1) {
            throw new SopsException("an age key is mistyped");
        }
        return bytes(data.substring(0, data.length() - CHECKSUM));
    }

    private static byte[] bytes(String data) throws SopsException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int bits = 0;
        int held = 0;
        for (int i = 0; i < data.length(); i++) {
            held = (held << 5 | value(data.charAt(i))) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                out.write(held >> bits);
            }
        }
        return out.toByteArray();
    }

    private static int value(char c) throws SopsException {
        int value = ALPHABET.indexOf(c);
        if (value < 0) {
            throw new SopsException("an age key is mistyped");
        }
        return value;
    }

    private static int step(int check, int value) {
        int top = check >>> 25;
        int next = (check & 0x1ffffff) << 5 ^ value;
        for (int i = 0; i < GENERATOR.length; i++) {
            next ^= (top >> i & 1) == 0 ? 0 : GENERATOR[i];
        }
        return next;
    }
}
