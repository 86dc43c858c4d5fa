package dev.auditflow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Writes archives as charts are packed in, and such as nobody would pack. */
public final class Tar {
    private static final int BLOCK = 512;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final OutputStream out;

    private Tar(boolean packed) {
        try {
            this.out = packed ? new GZIPOutputStream(bytes) : bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A {@code .tar}. */
    public static Tar plain() {
        return new Tar(false);
    }

    /** A {@code .tgz}. */
    public static Tar packed() {
        return new Tar(true);
    }

    /** The {@code .tgz} of anything. */
    public static byte[] packed(byte[] content) {
        Tar tar = packed();
        tar.write(content);
        return tar.close();
    }

    public Tar file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public Tar file(String name, byte[] content) {
        return entry('0', name, "", content);
    }

    /**
     * An entry of any kind.
     *
     * @param type {@code 0} for a file, {@code 2} for a link, {@code 5} for a folder, {@code L} and {@code x} for a long name
     * @param link what a link leads to
     */
    public Tar entry(char type, String name, String link, byte[] content) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 124, "%011o".formatted(content.length));
        put(header, 156, String.valueOf(type));
        put(header, 157, link);
        put(header, 257, "ustar\00000");
        put(header, 148, "        ");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        write(header);
        write(content);
        write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        return this;
    }

    /** The archive with its end. */
    public byte[] bytes() {
        write(new byte[2 * BLOCK]);
        return close();
    }

    private byte[] close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(byte[] content) {
        try {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(byte[] header, int at, String text) {
        byte[] field = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(field, 0, header, at, field.length);
    }
}
