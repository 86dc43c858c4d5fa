package dev.auditflow.attest;

import dev.auditflow.config.Target;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.Renderer;
import dev.auditflow.render.Rendering;
import dev.auditflow.render.SealedValues;
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
    private final SealedValues values;

    VerifiedRelease(
            Target target,
            Rendering rendering,
            RenderedSubjects subjects,
            Statement statement,
            String attestation,
            String keyId) {
        this(target, rendering, subjects, statement, attestation, keyId, SealedValues.closed());
    }

    private VerifiedRelease(
            Target target,
            Rendering rendering,
            RenderedSubjects subjects,
            Statement statement,
            String attestation,
            String keyId,
            SealedValues values) {
        this.target = target;
        this.rendering = rendering;
        this.subjects = subjects;
        this.statement = statement;
        this.attestation = attestation;
        this.keyId = keyId;
        this.values = values;
    }

    /**
     * The same release with what SOPS encrypted in its values: the rendering that was judged, but for fields that hang on
     * encrypted values.
     *
     * @param decrypted all of its encrypted files
     * @param renderer of the release
     * @throws Opening.Refused if files or anything else in the rendering are others than those that were judged
     */
    public VerifiedRelease opened(SealedValues decrypted, Renderer renderer) throws Opening.Refused {
        Rendering plain = Opening.of(target, rendering, subjects, decrypted, renderer);
        return new VerifiedRelease(target, plain, subjects, statement, attestation, keyId, decrypted);
    }

    /** What it takes for values that SOPS encrypted; closed if nobody decrypted them, or there are none. */
    public SealedValues values() {
        return values;
    }

    /** Whether values of it are encrypted still, so that it cannot be deployed. */
    public boolean isClosed() {
        return values.digests().size()
                < subjects.files().stream().map(Named::digest).distinct().count();
    }

    public Target target() {
        return target;
    }

    /** The exact text that was judged; once it is opened, with what was encrypted. */
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
