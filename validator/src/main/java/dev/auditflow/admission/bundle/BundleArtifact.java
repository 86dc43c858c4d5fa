package dev.auditflow.admission.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.auditflow.admission.PolicySource.Unusable;
import dev.auditflow.gate.bundle.BundleReader;
import dev.auditflow.host.Digest;
import dev.auditflow.yaml.JsonNodes;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A bundle in a registry: an artifact whose layers are the bundle's file and that of its signature, told apart by the names in
 * their annotation {@code org.opencontainers.image.title}. A tag is asked for again from time to time.
 */
public final class BundleArtifact implements BundlePlace {
    /** The type of artifact, and of its first layer. */
    private static final String TYPE = "application/vnd.auditflow.bundle.v1+zip";

    private static final String SIGNATURE_TYPE = "application/vnd.auditflow.bundle.signature.v1";
    private static final String TITLE = "org.opencontainers.image.title";
    private static final String FILE = "policies.zip";
    private static final String EMPTY = "{}";

    private final OciReference reference;
    private final OciRepository repository;
    private final Duration poll;

    /** @param poll how long to wait before asking again */
    public BundleArtifact(OciReference reference, OciRepository repository, Duration poll) {
        this.reference = reference;
        this.repository = repository;
        this.poll = poll;
    }

    @Override
    public Optional<Content> read(String known, boolean signed) throws Unusable {
        byte[] manifest = repository.manifest();
        String version = Digest.of(manifest);
        if (version.equals(known)) {
            return Optional.empty();
        }
        List<MapNode> layers = layers(manifest);
        byte[] bundle = repository.blob(digest(layers, false), BundleReader.MAX_BYTES);
        String signature =
                signed ? new String(repository.blob(digest(layers, true), MAX_SIGNATURE), StandardCharsets.UTF_8) : "";
        return Optional.of(new Content(bundle, signature, version));
    }

    @Override
    public void await() throws InterruptedException {
        Thread.sleep(poll);
    }

    @Override
    public String name() {
        return reference.toString();
    }

    private List<MapNode> layers(byte[] manifest) throws Unusable {
        try {
            if (JsonNodes.read(manifest) instanceof MapNode map) {
                List<Node> layers = map.list("layers").map(ListNode::items).orElse(List.of());
                return layers.stream()
                        .filter(MapNode.class::isInstance)
                        .map(MapNode.class::cast)
                        .toList();
            }
        } catch (JsonProcessingException e) {
            // Said below.
        }
        throw new Unusable(reference + " is no manifest");
    }

    private String digest(List<MapNode> layers, boolean signature) throws Unusable {
        List<String> digests = layers.stream()
                .filter(layer -> isSignature(layer) == signature)
                .map(layer -> layer.string("digest").orElse(""))
                .filter(digest -> digest.matches("sha256:[0-9a-f]{64}"))
                .toList();
        if (digests.size() != 1) {
            throw new Unusable("%s holds %d %s, not one"
                    .formatted(reference, digests.size(), signature ? "signatures" : "bundles"));
        }
        return digests.getFirst();
    }

    private static boolean isSignature(MapNode layer) {
        return layer.map("annotations")
                .flatMap(annotations -> annotations.string(TITLE))
                .filter(title -> title.endsWith(SIGNATURE))
                .isPresent();
    }

    /**
     * Puts a bundle there.
     *
     * @param signature empty for none
     * @return digest of the artifact
     */
    public String write(byte[] bundle, String signature) throws Unusable {
        String config = repository.putBlob(EMPTY.getBytes(StandardCharsets.US_ASCII));
        String layers = layer(TYPE, repository.putBlob(bundle), bundle.length, FILE);
        if (!signature.isEmpty()) {
            byte[] bytes = signature.getBytes(StandardCharsets.US_ASCII);
            layers += "," + layer(SIGNATURE_TYPE, repository.putBlob(bytes), bytes.length, FILE + SIGNATURE);
        }
        byte[] manifest = """
                {"schemaVersion":2,"mediaType":"%s","artifactType":"%s",\
                "config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"%s","size":%d},"layers":[%s]}\
                """.formatted(OciRepository.MANIFEST, TYPE, config, EMPTY.length(), layers)
                .getBytes(StandardCharsets.US_ASCII);
        repository.putManifest(manifest);
        return Digest.of(manifest);
    }

    private static String layer(String type, String digest, int size, String title) {
        return """
                {"mediaType":"%s","digest":"%s","size":%d,"annotations":{"%s":"%s"}}""".formatted(type, digest, size, TITLE, title);
    }
}
