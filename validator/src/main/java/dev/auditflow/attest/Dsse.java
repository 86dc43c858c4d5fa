package dev.auditflow.attest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a signature is made over: the pre-authentication encoding of DSSE v1. */
final class Dsse {
    /** The only payload that is read and written here. */
    static final String IN_TOTO = "application/vnd.in-toto+json";

    private Dsse() {}

    /** {@code DSSEv1 LEN TYPE LEN BODY}; lengths are counts of bytes. */
    static byte[] encode(String payloadType, byte[] body) {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + type.length + 32);
        out.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(type);
        out.writeBytes((" " + body.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(body);
        return out.toByteArray();
    }
}
