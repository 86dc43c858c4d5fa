package dev.auditflow.config;

import dev.auditflow.yaml.Node;
import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code ledger} of a deployment. */
final class LedgerReader {
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
        Fields fields = Fields.of(file, where, node.get(), "folder", "jdbc", "user", "password");
        Optional<Path> below = fields.path("folder", folder, "");
        String url = fields.string("jdbc", "");
        if (below.isPresent() != url.isEmpty()) {
            throw new ConfigException(
                    "%s:%d: %s needs one of \"folder\" and \"jdbc\"".formatted(file, fields.line(), where));
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
}
