package dev.auditflow.config;

import java.util.regex.Pattern;

/** Names that become folders, targets and releases. */
public final class Naming {
    private static final int LONGEST_RELEASE = 53;
    private static final Pattern RELEASE =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]([-_.A-Za-z0-9]*[A-Za-z0-9])?");
    private static final Pattern VERSION = Pattern.compile("v?1\\.\\d{1,3}(\\.\\d{1,3})?");
    private static final int LONGEST_LABEL = 63;

    private Naming() {}

    /** Whether Helm takes this name for a release. */
    public static boolean isRelease(String name) {
        return name.length() <= LONGEST_RELEASE && RELEASE.matcher(name).matches();
    }

    /** Whether Kubernetes takes this name for a namespace. */
    public static boolean isNamespace(String name) {
        return name.length() <= LONGEST_LABEL && NAMESPACE.matcher(name).matches();
    }

    /** Whether this can name an environment or a scenario: a word that is safe in a path and in a target's name. */
    public static boolean isWord(String name) {
        return name.length() <= LONGEST_LABEL && WORD.matcher(name).matches();
    }

    /** Whether this is a version of Kubernetes: {@code 1.34}, {@code v1.34.2}. */
    public static boolean isKubernetesVersion(String version) {
        return VERSION.matcher(version).matches();
    }
}
