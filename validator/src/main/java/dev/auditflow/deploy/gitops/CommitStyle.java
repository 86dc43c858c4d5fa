package dev.auditflow.deploy.gitops;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Who commits, and how commits are signed.
 *
 * @param name of the committer
 * @param address of the committer
 * @param signingKey file of an SSH key, {@code gpg:ID}, or empty for none
 */
record CommitStyle(String name, String address, String signingKey) {
    private static final String GPG = "gpg:";

    /** @param committer {@code Name <address>} */
    static CommitStyle of(String committer, String signingKey) throws GitException {
        if (!signingKey.isEmpty() && !signingKey.startsWith(GPG) && !Files.isReadable(Path.of(signingKey))) {
            throw GitException.refused(
                    "The key %s for signing commits is not there, or not readable; correct \"signingKey\" under \"git\" of the environment"
                            .formatted(signingKey));
        }
        int open = committer.lastIndexOf('<');
        return new CommitStyle(
                committer.substring(0, open).strip(),
                committer.substring(open + 1, committer.length() - 1),
                signingKey);
    }

    Map<String, String> variables() {
        return Map.of(
                "GIT_AUTHOR_NAME", name,
                "GIT_AUTHOR_EMAIL", address,
                "GIT_COMMITTER_NAME", name,
                "GIT_COMMITTER_EMAIL", address);
    }

    /** Settings before the word {@code commit-tree}. */
    List<String> settings() {
        if (signingKey.isEmpty()) {
            return List.of();
        }
        return signingKey.startsWith(GPG)
                ? List.of("-c", "gpg.format=openpgp", "-c", "user.signingKey=" + signingKey.substring(GPG.length()))
                : List.of("-c", "gpg.format=ssh", "-c", "user.signingKey=" + signingKey);
    }

    /** Flags behind the word {@code commit-tree}. */
    List<String> flags() {
        return signingKey.isEmpty() ? List.of("--no-gpg-sign") : List.of("-S");
    }
}
