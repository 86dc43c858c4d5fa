package dev.auditflow.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What {@code attestation} of {@code auditflow.yaml} says.
 *
 * @param resource what the URI of an attested target begins with; {@code #} and the target follow
 * @param verifier the URI of who judges, in what this configuration signs
 * @param folder where attestations are written and looked for
 * @param maxAge how old one may be when it is used
 * @param keys the public keys that are trusted
 * @param approvers who may approve what goes to environments that ask for it
 * @param revoked the list of what is revoked; an empty path when there is none
 */
public record AttestationSettings(
        String resource,
        String verifier,
        Path folder,
        Duration maxAge,
        List<TrustedKey> keys,
        List<Approver> approvers,
        Path revoked) {
    /** Who judges, when the configuration does not say. */
    public static final String DEFAULT_VERIFIER = "https://auditflow.dev/verifier/v1";

    /** The beginning of URIs, when the configuration does not say. */
    public static final String DEFAULT_RESOURCE = "urn:auditflow:releases";

    /** The folder, when the configuration does not say. */
    public static final String DEFAULT_FOLDER = "attestations";

    private static final Duration DEFAULT_AGE = Duration.ofDays(30);

    public AttestationSettings {
        keys = List.copyOf(keys);
        approvers = List.copyOf(approvers);
    }

    /**
     * Somebody who may approve.
     *
     * @param key the public key, as of {@link TrustedKey}
     */
    public record Approver(String name, String key) {}

    /**
     * A public key that is trusted.
     *
     * @param key where it is: a file, {@code env://NAME} or {@code k8s://NAMESPACE/SECRET}
     * @param verifier the only verifier that this key may speak for
     * @param environments where it may be used; empty for everywhere
     */
    public record TrustedKey(String key, String verifier, List<String> environments) {
        public TrustedKey {
            environments = List.copyOf(environments);
        }

        /** Whether it may be used there. */
        public boolean covers(String environment) {
            return environments.isEmpty() || environments.contains(environment);
        }
    }

    /** What holds without a configuration. */
    public static AttestationSettings defaults() {
        return new AttestationSettings(
                DEFAULT_RESOURCE,
                DEFAULT_VERIFIER,
                Path.of(DEFAULT_FOLDER),
                DEFAULT_AGE,
                List.of(),
                List.of(),
                Path.of(""));
    }

    /** The URI of an attested target. */
    public String resourceOf(Target target) {
        return resource + "#" + target.name();
    }

    /** The URI of the policies, which are those of this configuration. */
    public String policies() {
        return resource + "#policies";
    }

    /** Where the attestation of a target lies below a folder. */
    public static Path fileOf(Path folder, Target target) {
        return folder.resolve(stem(target) + ".intoto.jsonl");
    }

    /** Where the rendering that was attested lies below a folder. */
    public static Path renderingOf(Path folder, Target target) {
        return folder.resolve(stem(target) + ".yaml");
    }

    /** Where the approval of a target lies below a folder. */
    public static Path approvalOf(Path folder, Target target) {
        return folder.resolve(stem(target) + ".approval.intoto.jsonl");
    }

    private static String stem(Target target) {
        return target.name();
    }
}
