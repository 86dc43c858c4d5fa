package dev.auditflow.check.schema;

import java.util.List;

/** Kubernetes' rules for paths in containers. Each answers "" or what is wrong. */
final class Paths {
    private Paths() {}

    static String absolute(String path) {
        return path.startsWith("/") ? "" : "it must start with '/'";
    }

    static String noBacksteps(String path) {
        return List.of(path.split("/", -1)).contains("..") ? "it must not contain '..'" : "";
    }

    /** A relative path that stays below where it starts. */
    static String descending(String path) {
        return path.startsWith("/") ? "it must be a relative path" : noBacksteps(path);
    }

    /** A descending path that does not use the names of the kubelet. */
    static String local(String path) {
        return path.startsWith("..") && !path.startsWith("../") ? "it must not start with '..'" : descending(path);
    }
}
