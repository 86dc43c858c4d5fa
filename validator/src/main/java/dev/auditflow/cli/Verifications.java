package dev.auditflow.cli;

import dev.auditflow.attest.KeyException;
import dev.auditflow.attest.Verification;
import dev.auditflow.attest.Verifier;
import dev.auditflow.check.Run;
import dev.auditflow.config.AttestationSettings;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import dev.auditflow.host.TextFiles;
import dev.auditflow.render.Renderer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Verifies the attestations of targets that were judged again just now. */
record Verifications(AttestationSettings settings, TrustFlags flags, Renderer renderer, Run run, Clock clock) {
    /** Judges one target anew, to verify its attestation. */
    static Verifications of(
            Config config, Target target, CheckFlags checks, RunFlags flags, TrustFlags trust, CommandSpec spec)
            throws ConfigException {
        Selection.Chosen chosen = new Selection.Chosen(config, List.of(target), false);
        Run run = new GateRun(checks, flags, spec).run(ScopeFlags.Scope.all(chosen), flags.baseline(config));
        return new Verifications(config.attestation(), trust, Wiring.renderer(config, checks), run, Clock.systemUTC());
    }

    /** Where the attestation of a target should lie. */
    Path file(Target target) {
        return AttestationSettings.fileOf(flags.folder(settings), target);
    }

    /** The ten checks. @throws ConfigException if the attestation, a key or a list cannot be read */
    Verification verify(Target target) throws ConfigException {
        Verifier verifier = new Verifier(flags.of(settings, target), clock);
        Path file = file(target);
        String text;
        try {
            text = Files.exists(file) ? TextFiles.read(file) : "";
        } catch (TextFiles.Unusable e) {
            throw new ConfigException("The attestation " + e.sentence());
        }
        try {
            return verifier.verify(
                    text,
                    new Verifier.Current(target, Renderings.of(target, renderer), Renderings.verdict(run, target)),
                    attested(target));
        } catch (KeyException e) {
            throw new ConfigException(e.sentence());
        }
    }

    /** It only finds words for a difference, so one that cannot be read is as none. */
    private Optional<String> attested(Target target) {
        try {
            return Optional.of(TextFiles.read(AttestationSettings.renderingOf(flags.folder(settings), target)));
        } catch (TextFiles.Unusable e) {
            return Optional.empty();
        }
    }
}
