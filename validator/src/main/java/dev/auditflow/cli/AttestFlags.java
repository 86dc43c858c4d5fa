package dev.auditflow.cli;

import dev.auditflow.attest.Attestor;
import dev.auditflow.config.AttestationSettings;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags that have verdicts signed. */
final class AttestFlags {
    @Option(
            names = "--attest",
            paramLabel = KeySources.FORM,
            description = "Sign what passed with this private key, if every target of the run passed.")
    private String key = "";

    @Option(
            names = "--attestations",
            paramLabel = "FOLDER",
            description = "Where attestations are written (default: attestations).")
    private Path folder = Path.of("");

    @Option(
            names = "--seal-key",
            paramLabel = KeySources.FORM,
            description = "Key for the digests of renderings that hold Secrets.")
    private String sealKey = "";

    /** What signs; empty if nobody asked. @throws ConfigException if it cannot, before anything is judged */
    Optional<Attestations> of(Selection.Chosen chosen) throws ConfigException {
        if (key.isEmpty()) {
            if (!folder.equals(Path.of("")) || !sealKey.isEmpty()) {
                throw new ConfigException("--attestations and --seal-key say how to sign; give --attest too");
            }
            return Optional.empty();
        }
        for (Target target : chosen.targets()) {
            if (!chosen.config().targets().contains(target)) {
                throw new ConfigException(
                        "--attest signs targets of auditflow.yaml, by which they are found and deployed, and %s is none"
                                .formatted(target.name()));
            }
        }
        AttestationSettings settings = chosen.config().attestation();
        Attestor attestor = new Attestor(
                settings, KeySources.signing(key), KeySources.seal(sealKey), Version.text(), Clock.systemUTC());
        return Optional.of(new Attestations(attestor, folder.equals(Path.of("")) ? settings.folder() : folder));
    }
}
