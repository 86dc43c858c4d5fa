package dev.auditflow.deploy;

/**
 * The end of a container's log, for people: without lines that may hold a credential.
 *
 * @param lines empty if it wrote none, or never ran
 * @param problem why it cannot be read, as a sentence; empty if it can
 */
record ContainerLog(String pod, String container, String lines, String problem) {
    private static final int LINES = 20;
    private static final int INDENT = 4;

    /** Asks for it: that of the run before if there was one, for what runs again says nothing of why it ended. */
    static ContainerLog read(Cluster cluster, String namespace, String pod, String container) {
        String path = "/api/v1/namespaces/%s/pods/%s/log?container=%s&tailLines=%d"
                .formatted(namespace, pod, container, LINES);
        try {
            String before = cluster.log(path + "&previous=true");
            String log = before.isBlank() ? cluster.log(path) : before;
            return new ContainerLog(pod, container, Redaction.of(log).stripTrailing(), "");
        } catch (DeployException e) {
            return new ContainerLog(pod, container, "", e.sentence());
        }
    }

    /** What stands behind a sentence about this container, from the semicolon on; empty if there is nothing. */
    String behind() {
        if (!problem.isEmpty()) {
            return "; its log cannot be read: " + problem;
        }
        return lines.isBlank() ? "" : "; its last lines:\n" + indented();
    }

    /** As {@link #behind}, where the sentence is about more than this container. */
    String behindOthers() {
        if (!problem.isEmpty()) {
            return "; the log of container %s of pod %s cannot be read: %s".formatted(container, pod, problem);
        }
        return lines.isBlank()
                ? ""
                : "; the last lines of container %s of pod %s:\n%s".formatted(container, pod, indented());
    }

    private String indented() {
        return lines.indent(INDENT).stripTrailing();
    }
}
