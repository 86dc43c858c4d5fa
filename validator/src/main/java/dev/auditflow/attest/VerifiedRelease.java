package dev.auditflow.attest;

import dev.auditflow.config.Target;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.Rendering;
import java.time.Instant;
import java.util.List;

/**
 * A rendering whose attestation was verified for its environment: the only thing that can be deployed. Only the verifier
 * makes one, which the compiler sees to.
 */
public final class VerifiedRelease {
    private final Target target;
    private final Rendering rendering;
    private final RenderedSubjects subjects;
    private final Statement statement;
    private final String attestation;
    private final String keyId;

    VerifiedRelease(
            Target target,
            Rendering rendering,
            RenderedSubjects subjects,
            Statement statement,
            String attestation,
            String keyId) {
        this.target = target;
        this.rendering = rendering;
        this.subjects = subjects;
        this.statement = statement;
        this.attestation = attestation;
        this.keyId = keyId;
    }

    public Target target() {
        return target;
    }

    /** The exact text that was judged. */
    public String text() {
        return rendering.text();
    }

    /** The objects of the text. */
    public List<Resource> resources() {
        return new ManifestReader().read(rendering).resources();
    }

    /** {@code sha256:<hex>} of the text; keyed if it holds secrets. */
    public String bundle() {
        return "sha256:" + subjects.bundle().digest();
    }

    /** Whether the text holds secrets, so that it must not be kept. */
    public boolean isSealed() {
        return subjects.sealed();
    }

    /** The images that are pinned by digest, by name. */
    public List<Named> images() {
        return subjects.images();
    }

    /** All images as the text names them, each once, sorted. */
    public List<String> references() {
        return subjects.references();
    }

    /** {@code sha256:<hex>} of the statement. */
    public String attestation() {
        return attestation;
    }

    /** {@code sha256:<hex>} of the policies that judged, with their data and severities. */
    public String policies() {
        return statement.policies();
    }

    /** When the verdict was made. */
    public Instant judged() {
        return statement.time().orElseThrow();
    }

    /** The key that signed. */
    public String keyId() {
        return keyId;
    }
}
