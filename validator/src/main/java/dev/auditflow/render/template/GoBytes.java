package dev.auditflow.render.template;

import dev.auditflow.go.GoText;

/** A Go {@code []byte}; never changed after it was made. */
public final class GoBytes {
    private final byte[] bytes;

    public GoBytes(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public int size() {
        return bytes.length;
    }

    /** The byte at an index, 0 to 255. */
    public int at(int index) {
        return bytes[index] & 0xff;
    }

    /** The same bytes as a Go string. */
    public String text() {
        return GoText.decode(bytes);
    }
}
