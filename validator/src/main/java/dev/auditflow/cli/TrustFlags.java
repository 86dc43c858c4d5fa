package dev.auditflow.cli;

import dev.auditflow.attest.KeyException;
import dev.auditflow.attest.KnownAttestation;
import dev.auditflow.attest.Revocations;
import dev.auditflow.attest.Seal;
import dev.auditflow.attest.Trust;
import dev.auditflow.config.AttestationSettings;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Durations;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.LedgerEntry;
import dev.auditflow.host.TextFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Flags that say which attestations are believed. */
final class TrustFlags {
    @Option(
            names = "--key",
            paramLabel = KeySources.FORM,
            description = "Trust this public key, and no key of the configuration; repeatable.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--attestations",
            paramLabel = "FOLDER",
            description = "Where attestations lie (default: attestations).")
    private Path folder = Path.of("");

    @Option(names = "--max-age", paramLabel = "TIME", description = "How old one may be, such as 12h (default: 30d).")
    private String maxAge = "";

    @Option(names = "--revoked", paramLabel = "FILE", description = "List of what is revoked.")
    private Path revoked = Path.of("");

    @Option(
            names = "--seal-key",
            paramLabel = KeySources.FORM,
            description = "Key for the digests of renderings that hold Secrets.")
    private String sealKey = "";

    /** The folder of attestations. */
    Path folder(AttestationSettings settings) {
        return folder.equals(Path.of("")) ? settings.folder() : folder;
    }

    /** What is believed of a target's attestation. @throws ConfigException if a key or list cannot be read */
    Trust of(AttestationSettings settings, Target target) throws ConfigException {
        List<Trust.Pair> pairs = new ArrayList<>();
        for (String place : keys) {
            pairs.add(new Trust.Pair(KeySources.verifying(place), settings.verifier()));
        }
        if (keys.isEmpty()) {
            for (AttestationSettings.TrustedKey key : settings.keys()) {
                if (key.covers(target.environment())) {
                    pairs.add(new Trust.Pair(KeySources.verifying(key.key()), key.verifier()));
                }
            }
        }
        return new Trust(
                pairs, settings.resourceOf(target), maxAge(settings), revocations(settings), KeySources.seal(sealKey));
    }

    Seal seal() throws ConfigException {
        return KeySources.seal(sealKey);
    }

    private java.time.Duration maxAge(AttestationSettings settings) throws ConfigException {
        if (maxAge.isEmpty()) {
            return settings.maxAge();
        }
        return Durations.read(maxAge)
                .orElseThrow(
                        () -> new ConfigException("--max-age takes " + Durations.FORM + ", not \"" + maxAge + "\""));
    }

    private Revocations revocations(AttestationSettings settings) throws ConfigException {
        Path file = revoked.equals(Path.of("")) ? settings.revoked() : revoked;
        if (file.equals(Path.of(""))) {
            return Revocations.none();
        }
        try {
            return Revocations.read(file.toString(), TextFiles.read(file));
        } catch (TextFiles.Unusable e) {
            throw new ConfigException("The list of what is revoked, " + e.sentence());
        } catch (KeyException e) {
            throw new ConfigException(e.sentence());
        }
    }

    /** Who signed what a row of the ledger names, as far as the file tells; one that cannot be read tells nothing. */
    static KnownAttestation.Answer known(Path file, LedgerEntry row, Trust trust) {
        String envelopes;
        try {
            envelopes = TextFiles.read(file);
        } catch (TextFiles.Unusable e) {
            envelopes = "";
        }
        return KnownAttestation.find(envelopes, row.attestation(), row.bundle(), trust);
    }
}
