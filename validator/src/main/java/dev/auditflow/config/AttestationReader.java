package dev.auditflow.config;

import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads {@code attestation} of the configuration. */
final class AttestationReader {
    private final String file;
    private final Path folder;
    private final Set<String> environments;

    AttestationReader(String file, Path folder, Set<String> environments) {
        this.file = file;
        this.folder = folder;
        this.environments = environments;
    }

    AttestationSettings read(Fields top) throws ConfigException {
        Node none = new MapNode(List.of(), new Mark(top.line(), 1, 0, 0));
        Fields fields = Fields.of(
                file,
                "\"attestation\"",
                top.node("attestation").orElse(none),
                "resource",
                "verifier",
                "path",
                "maxAge",
                "keys",
                "approvers",
                "revoked");
        AttestationSettings defaults = AttestationSettings.defaults();
        String verifier = uri(fields, "verifier", defaults.verifier());
        List<AttestationSettings.TrustedKey> keys = new ArrayList<>();
        for (Node node : fields.list("keys")) {
            keys.add(key(node, verifier));
        }
        List<AttestationSettings.Approver> approvers = new ArrayList<>();
        for (Node node : fields.list("approvers")) {
            approvers.add(approver(node));
        }
        String resource = uri(fields, "resource", defaults.resource());
        if (resource.contains("#")) {
            throw fields.wrong(
                    fields.node("resource").orElseThrow(),
                    "resource",
                    "a URI without #, behind which the target stands");
        }
        return new AttestationSettings(
                resource,
                verifier,
                fields.path("path", folder, AttestationSettings.DEFAULT_FOLDER).orElse(folder),
                fields.duration("maxAge", defaults.maxAge()),
                keys,
                approvers,
                fields.path("revoked", folder, "").orElse(Path.of("")));
    }

    private AttestationSettings.TrustedKey key(Node node, String verifier) throws ConfigException {
        Fields fields = Fields.of(file, "a trusted key", node, "key", "verifier", "environments");
        List<String> where = fields.strings("environments");
        for (String environment : where) {
            if (!environments.contains(environment)) {
                throw fields.wrong(node, "environments", "names out of " + String.join(", ", environments));
            }
        }
        return new AttestationSettings.TrustedKey(place(fields), uri(fields, "verifier", verifier), where);
    }

    private AttestationSettings.Approver approver(Node node) throws ConfigException {
        Fields fields = Fields.of(file, "an approver", node, "name", "key");
        return new AttestationSettings.Approver(fields.required("name"), place(fields));
    }

    private String place(Fields fields) throws ConfigException {
        String key = fields.required("key");
        return key.contains("://")
                ? key
                : fields.path("key", folder, key).orElse(folder).toString();
    }

    private static String uri(Fields fields, String key, String fallback) throws ConfigException {
        String text = fields.string(key, fallback);
        try {
            if (new URI(text).isAbsolute()) {
                return text;
            }
        } catch (URISyntaxException e) {
            // Said below, with the line.
        }
        throw fields.wrong(fields.node(key).orElseThrow(), key, "a URI such as https://example.com/verifier");
    }
}
