package dev.auditflow.admission.bundle;

import dev.auditflow.admission.AdmissionPolicies;
import dev.auditflow.admission.PolicySource;
import dev.auditflow.admission.bundle.BundlePlace.Content;
import dev.auditflow.attest.DetachedSignature;
import dev.auditflow.attest.VerifyingKey;
import dev.auditflow.gate.bundle.BundleException;
import dev.auditflow.gate.bundle.BundleReader;
import dev.auditflow.gate.bundle.PolicyBundle;
import dev.auditflow.host.Digest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Policies from a bundle. Nothing of it is read before its signature was checked. For one thread at a time. */
public final class BundleSource implements PolicySource {
    private final BundlePlace place;
    private final @Nullable VerifyingKey key;
    private final Loader loader;
    private String version = "";
    private String digest = "";
    private String trouble = "";
    private @Nullable Content fetched;

    /** Makes policies of a bundle. */
    public interface Loader {
        /** The policies. @throws Unusable with the reason, as a sentence */
        AdmissionPolicies load(PolicyBundle bundle) throws Unusable;
    }

    /** @param key that must have signed the bundle; null to take what is there */
    public BundleSource(BundlePlace place, @Nullable VerifyingKey key, Loader loader) {
        this.place = place;
        this.key = key;
        this.loader = loader;
    }

    @Override
    public AdmissionPolicies load() throws Unusable {
        if (fetched == null && trouble.isEmpty()) {
            fetch();
        }
        if (fetched == null) {
            throw new Unusable(trouble);
        }
        Content content = fetched;
        fetched = null;
        try {
            return loader.load(BundleReader.read(content.bundle()));
        } catch (BundleException e) {
            throw new Unusable("%s %s".formatted(place.name(), e.reason()));
        } catch (Unusable e) {
            throw new Unusable("%s: %s".formatted(place.name(), e.getMessage()));
        }
    }

    @Override
    public void await() throws InterruptedException {
        do {
            place.await();
        } while (!fetch());
    }

    /** Fetches what is there. @return whether there is something new to say: other bytes, or another trouble */
    private boolean fetch() {
        String before = trouble;
        try {
            Optional<Content> content = place.read(version, key != null);
            if (content.isEmpty()) {
                return false;
            }
            Content there = content.get();
            refuseUnsigned(there);
            String now = Digest.of(there.bundle());
            boolean news = !now.equals(digest) || !before.isEmpty();
            version = there.version();
            digest = now;
            trouble = "";
            fetched = news ? there : null;
            return news;
        } catch (Unusable e) {
            // Without a version both files are asked for again: the signature may come later than what it signs.
            version = "";
            trouble = String.valueOf(e.getMessage());
            fetched = null;
            return !trouble.equals(before);
        }
    }

    private void refuseUnsigned(Content content) throws Unusable {
        if (key != null && !DetachedSignature.holds(content.bundle(), content.signature(), key)) {
            throw new Unusable("%s is not what the key %s signed in %s%s"
                    .formatted(place.name(), key.keyId(), place.name(), BundlePlace.SIGNATURE));
        }
    }
}
