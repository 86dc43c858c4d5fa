package dev.auditflow.gate.opa;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** The gzipped tar that {@code opa build} writes. */
public final class Bundle {
    private static final int BLOCK = 512;
    private static final String WANTED = "/policy.wasm";

    private Bundle() {}

    /** The module inside. @throws IOException if there is none */
    public static byte[] wasm(byte[] bundle) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bundle))) {
            while (true) {
                byte[] header = in.readNBytes(BLOCK);
                if (header.length < BLOCK || header[0] == 0) {
                    throw new EOFException("the bundle holds no policy.wasm");
                }
                String name = field(header, 0, 100);
                int size = Integer.parseInt(field(header, 124, 12).strip(), 8);
                byte[] content = in.readNBytes(size);
                if (content.length < size) {
                    throw new EOFException("the bundle ends inside " + name);
                }
                if (name.equals(WANTED)) {
                    return content;
                }
                in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
            }
        } catch (NumberFormatException e) {
            throw new IOException("the bundle is no tar file", e);
        }
    }

    private static String field(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.US_ASCII);
    }
}
