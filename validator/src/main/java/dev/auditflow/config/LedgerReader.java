package dev.auditflow.config;

import dev.auditflow.yaml.Node;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads {@code ledger} of a deployment. */
final class LedgerReader {
    private static final Pattern BRANCH = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9_-]+)*");

    private final String file;
    private final Path folder;

    LedgerReader(String file, Path folder) {
        this.file = file;
        this.folder = folder;
    }

    LedgerSettings read(String environment, Fields deploy) throws ConfigException {
        Optional<Node> node = deploy.node("ledger");
        if (node.isEmpty()) {
            return new LedgerSettings.InCluster();
        }
        String where = "\"ledger\" of environment \"" + environment + "\"";
        Fields fields = Fields.of(file, where, node.get(), "folder", "git", "branch", "jdbc", "user", "password");
        Optional<Path> below = fields.path("folder", folder, "");
        String url = fields.string("jdbc", "");
        String repository = fields.string("git", "");
        if (Stream.of(below.isPresent(), !url.isEmpty(), !repository.isEmpty())
                        .filter(one -> one)
                        .count()
                != 1) {
            throw new ConfigException(
                    "%s:%d: %s needs one of \"folder\", \"git\" and \"jdbc\"".formatted(file, fields.line(), where));
        }
        if (!repository.isEmpty()) {
            return git(fields, repository);
        }
        if (below.isPresent()) {
            return new LedgerSettings.Folder(below.get());
        }
        if (!url.startsWith("jdbc:postgresql:") && !url.startsWith("env://")) {
            throw fields.wrong(
                    fields.node("jdbc").orElseThrow(),
                    "jdbc",
                    "an address such as jdbc:postgresql://HOST/DATABASE, or env://NAME of a variable with it");
        }
        String password = fields.string("password", "");
        String place = password.contains("://")
                ? password
                : fields.path("password", folder, password).map(Path::toString).orElse("");
        return new LedgerSettings.Database(url, fields.string("user", ""), place);
    }

    private LedgerSettings git(Fields fields, String repository) throws ConfigException {
        String branch = fields.string("branch", "auditflow-ledger");
        if (repository.startsWith("-") || !BRANCH.matcher(branch).matches()) {
            throw fields.wrong(
                    fields.node("branch").or(() -> fields.node("git")).orElseThrow(),
                    "branch",
                    "the name of a branch, and \"git\" an address or folder");
        }
        boolean address = repository.contains(":");
        return new LedgerSettings.Git(
                address
                        ? repository
                        : fields.path("git", folder, repository)
                                .orElse(folder)
                                .toAbsolutePath()
                                .toString(),
                branch);
    }
}
