package dev.auditflow.config;

import dev.auditflow.yaml.Node;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code git} of an environment. */
final class GitReader {
    private static final Pattern BRANCH = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)*");
    private static final Pattern PATH = BRANCH;
    private static final Pattern COMMITTER = Pattern.compile("[^<>\\n]+ <[^<>\\s]+>");
    private static final Pattern PASSWORD = Pattern.compile("[a-z+]+://[^/@]*:[^/@]*@.*");

    private final String file;
    private final Path folder;

    GitReader(String file, Path folder) {
        this.file = file;
        this.folder = folder;
    }

    /** By environment; those without {@code git} are left out. */
    Map<String, GitSettings> all(Map<String, Fields> environments) throws ConfigException {
        return Environments.each(environments, "git", this::read);
    }

    private GitSettings read(String environment, Node node) throws ConfigException {
        Fields fields = Fields.of(
                file,
                "\"git\" of environment \"" + environment + "\"",
                node,
                "remote",
                "branch",
                "reconciler",
                "namespace",
                "path",
                "files",
                "review",
                "signingKey",
                "committer",
                "token",
                "sshKey",
                "knownHosts");
        if (fields.node("reconciler").isEmpty()) {
            throw fields.wrong(node, "reconciler", "argocd or flux");
        }
        boolean argo = fields.choice("reconciler", "", "argocd", "flux").equals("argocd");
        return new GitSettings(
                remote(fields),
                matching(fields, "branch", "environments/" + environment, BRANCH, "the name of a branch"),
                argo ? GitSettings.Reconciler.ARGOCD : GitSettings.Reconciler.FLUX,
                namespace(fields, argo ? "argocd" : "flux-system"),
                matching(fields, "path", "", PATH, "a folder such as apps, without a slash at its ends"),
                fields.choice("files", "one", "one", "per-object").equals("per-object"),
                fields.flag("review", false),
                signingKey(fields),
                matching(
                        fields,
                        "committer",
                        "AuditFlow <auditflow@localhost.invalid>",
                        COMMITTER,
                        "a name and an address: Name <name@example.com>"),
                new GitAccess(fields.string("token", ""), file(fields, "sshKey"), file(fields, "knownHosts")),
                Path.of(file));
    }

    private @Nullable String file(Fields fields, String key) throws ConfigException {
        Optional<Path> path = fields.path(key, folder, "");
        return path.isEmpty() ? null : path.get().toAbsolutePath().toString();
    }

    private static String remote(Fields fields) throws ConfigException {
        String remote = fields.string("remote", "origin");
        if (remote.startsWith("-") || remote.isBlank()) {
            throw fields.wrong(fields.node("remote").orElseThrow(), "remote", "the name of a remote, a URL or a path");
        }
        if (PASSWORD.matcher(remote).matches()) {
            throw fields.wrong(
                    fields.node("remote").orElseThrow(), "remote", "a URL without a password; name one by \"token\"");
        }
        return remote;
    }

    private static String namespace(Fields fields, String fallback) throws ConfigException {
        String namespace = fields.string("namespace", fallback);
        if (!Naming.isNamespace(namespace)) {
            throw fields.wrong(fields.node("namespace").orElseThrow(), "namespace", "the name of a namespace");
        }
        return namespace;
    }

    private String signingKey(Fields fields) throws ConfigException {
        String key = fields.string("signingKey", "");
        return key.isEmpty() || key.startsWith("gpg:")
                ? key
                : fields.path("signingKey", folder, "")
                        .orElse(folder)
                        .toAbsolutePath()
                        .toString();
    }

    /** git's own rules for names are wider; what is left out here nobody misses. */
    private static String matching(Fields fields, String key, String fallback, Pattern pattern, String wanted)
            throws ConfigException {
        String text = fields.string(key, fallback);
        boolean bad = text.contains("..") || text.endsWith(".") || text.endsWith(".lock");
        if (!text.isEmpty()
                && ((bad && !key.equals("committer")) || !pattern.matcher(text).matches())) {
            throw fields.wrong(fields.node(key).orElseThrow(), key, wanted);
        }
        return text.isEmpty() ? fallback : text;
    }
}
