package dev.auditflow.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** An object to judge, as JSON: a new one, or one that is there in an older form. */
public final class Question {
    private final String namespace;
    private final byte[] object;
    private final byte[] old;

    private Question(String namespace, byte[] object, byte[] old) {
        this.namespace = namespace;
        this.object = object;
        this.old = old;
    }

    /**
     * An object that does not exist yet.
     *
     * @param namespace where it goes if it names none
     */
    public static Question create(String namespace, byte[] object) {
        return new Question(namespace, object, new byte[0]);
    }

    /** An object that was applied before as {@code old}. */
    public static Question update(String namespace, byte[] object, byte[] old) {
        return new Question(namespace, object, old);
    }

    byte[] frame(long id, String set) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(object.length + old.length + 200);
        frame.writeBytes("{\"id\":%d,\"namespace\":%s,\"set\":%s,\"object\":"
                .formatted(id, Frames.quoted(namespace), Frames.quoted(set))
                .getBytes(StandardCharsets.UTF_8));
        frame.writeBytes(object);
        if (old.length > 0) {
            frame.writeBytes(",\"old\":".getBytes(StandardCharsets.UTF_8));
            frame.writeBytes(old);
        }
        frame.write('}');
        return frame.toByteArray();
    }
}
