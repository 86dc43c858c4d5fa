package dev.auditflow.render.template;

import java.util.ArrayList;
import java.util.List;

/** Go's package {@code path}. */
public final class GoPath {
    private GoPath() {}

    /** The shortest name of the same path: no empty and single dots, and nothing that two dots take back. */
    public static String clean(String path) {
        boolean rooted = path.startsWith("/");
        List<String> kept = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                if (!kept.isEmpty() && !kept.getLast().equals("..")) {
                    kept.removeLast();
                } else if (!rooted) {
                    kept.add(part);
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                kept.add(part);
            }
        }
        String cleaned = (rooted ? "/" : "") + String.join("/", kept);
        return cleaned.isEmpty() ? "." : cleaned;
    }
}
