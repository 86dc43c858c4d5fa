package dev.auditflow.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.yaml.JsonTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The revisions of a release in Helm's own Secrets ({@code helm.sh/release.v1}), read without helm. */
final class HelmStorage {
    private static final int MAX_BYTES = 64 * 1024 * 1024;
    private static final int GZIP = 0x1f;

    private final Cluster cluster;
    private final String namespace;
    private final String release;

    HelmStorage(Cluster cluster, String namespace, String release) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.release = release;
    }

    /** All revisions that are kept, the oldest first. */
    List<StoredRelease> revisions() throws DeployException {
        JsonNode list = cluster.get("/api/v1/namespaces/%s/secrets?labelSelector=owner%%3Dhelm,name%%3D%s"
                        .formatted(namespace, release))
                .orElseThrow(() -> DeployException.refused("There is no namespace " + namespace));
        List<StoredRelease> revisions = new ArrayList<>();
        for (JsonNode item : list.path("items")) {
            ObjectNode secret = (ObjectNode) item;
            // Items of a list do not say what they are.
            secret.put("apiVersion", "v1").put("kind", "Secret");
            revisions.add(new StoredRelease(secret, decode(secret)));
        }
        revisions.sort(Comparator.comparingInt(StoredRelease::revision));
        return revisions;
    }

    /** The newest revision. */
    Optional<StoredRelease> last() throws DeployException {
        List<StoredRelease> revisions = revisions();
        return revisions.isEmpty() ? Optional.empty() : Optional.of(revisions.getLast());
    }

    /** One revision. */
    Optional<StoredRelease> revision(int number) throws DeployException {
        return revisions().stream().filter(one -> one.revision() == number).findFirst();
    }

    /**
     * Marks a revision that nobody works on any more as failed, if it is still as it was read; Helm then takes the release on
     * again.
     *
     * @return whether it was; otherwise somebody still works on it
     */
    boolean fail(StoredRelease pending, String description) throws DeployException {
        ObjectNode body = pending.release();
        body.withObject("/info").put("status", "failed").put("description", description);
        ObjectNode secret = pending.secret();
        secret.withObject("/metadata/labels").put("status", "failed");
        secret.withObject("/data").put("release", encode(body));
        String name = secret.path("metadata").path("name").asText();
        try {
            cluster.replace("/api/v1/namespaces/%s/secrets/%s".formatted(namespace, name), secret);
            return true;
        } catch (Cluster.Conflict e) {
            return false;
        }
    }

    private static ObjectNode decode(ObjectNode secret) throws DeployException {
        String name = secret.path("metadata").path("name").asText();
        try {
            byte[] outer = Base64.getDecoder()
                    .decode(secret.path("data").path("release").asText(""));
            byte[] inner = Base64.getDecoder().decode(outer);
            byte[] json = inner.length > 2 && inner[0] == GZIP ? unzip(inner) : inner;
            JsonNode release = JsonTree.readStrictly(new String(json, StandardCharsets.UTF_8));
            if (release instanceof ObjectNode object) {
                return object;
            }
        } catch (IllegalArgumentException | IOException e) {
            // Said below: what is inside may be secret, so no parser's words.
        }
        throw DeployException.refused(
                "The Secret %s is not what Helm writes; look at it by 'helm history'".formatted(name));
    }

    private static byte[] unzip(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] plain = in.readNBytes(MAX_BYTES + 1);
            if (plain.length > MAX_BYTES) {
                throw new IOException("too large");
            }
            return plain;
        }
    }

    private static String encode(ObjectNode release) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(JsonTree.write(release).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Base64.Encoder encoder = Base64.getEncoder();
        return encoder.encodeToString(encoder.encode(out.toByteArray()));
    }

    /** Reads the release that helm prints. */
    static ObjectNode printed(String json) throws DeployException {
        try {
            if (JsonTree.readStrictly(json) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // Said below.
        }
        throw DeployException.inconclusive("helm printed no release");
    }
}
