package dev.auditflow.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An object to judge.
 *
 * @param namespace where it goes if it names none
 * @param object as JSON
 * @param old the object as it was applied before, as JSON; empty if it is new
 */
public record Question(String namespace, byte[] object, byte[] old) {
    /** An object that does not exist yet. */
    public static Question create(String namespace, byte[] object) {
        return new Question(namespace, object, new byte[0]);
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
