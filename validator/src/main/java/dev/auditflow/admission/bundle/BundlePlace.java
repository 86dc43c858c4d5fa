package dev.auditflow.admission.bundle;

import dev.auditflow.admission.PolicySource.Unusable;
import java.util.Optional;

/** Where the bytes of a bundle and of its signature are. */
public interface BundlePlace {
    /** What a signature's address has behind the bundle's. */
    String SIGNATURE = ".sig";

    /** The most bytes of a signature's file that are read. */
    int MAX_SIGNATURE = 4096;

    /**
     * What lies there.
     *
     * @param version as the place names it, to tell whether it changed; empty if it does not say
     */
    @SuppressWarnings("ArrayRecordComponent") // the bytes go straight to the reader
    record Content(byte[] bundle, String signature, String version) {}

    /**
     * What is there.
     *
     * @param known a version that need not be read again; empty for none
     * @param signed whether the signature is wanted
     * @return empty if it is the version that is known
     * @throws Unusable in a sentence that names the place
     */
    Optional<Content> read(String known, boolean signed) throws Unusable;

    /** Waits until something may have changed. */
    void await() throws InterruptedException;

    /** As messages name it. */
    String name();
}
