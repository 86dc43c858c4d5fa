package dev.auditflow.cli;

import dev.auditflow.attest.Attestor;
import dev.auditflow.attest.KeyException;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Run;
import dev.auditflow.check.Verdict;
import dev.auditflow.config.AttestationSettings;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import dev.auditflow.host.AtomicFiles;
import dev.auditflow.render.Renderer;
import dev.auditflow.render.Rendering;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the attestations of a run, each with the rendering that it is about. Standard output is for reports. */
record Attestations(Attestor attestor, Path folder) {
    /** A run that did not pass signs nothing: a target is as good as the configuration that it stands in. */
    void write(List<Target> targets, Run run, Renderer renderer, PrintWriter err) throws ConfigException {
        if (run.outcome() != Outcome.PASS) {
            err.println("auditflow: nothing was signed, for the run did not pass");
            return;
        }
        for (Target target : targets) {
            // A scenario shows what other values would do; nobody deploys it.
            if (target.scenario().isEmpty()) {
                Verdict verdict = Renderings.verdict(run, target);
                write(target, verdict, Renderings.of(target, renderer), err);
            }
        }
    }

    private void write(Target target, Verdict verdict, Rendering rendering, PrintWriter err) throws ConfigException {
        Path file = AttestationSettings.fileOf(folder, target);
        Path text = AttestationSettings.renderingOf(folder, target);
        try {
            Attestor.Attestation attestation = attestor.attest(target, verdict, rendering);
            if (attestation.sealed()) {
                Files.deleteIfExists(text);
            } else {
                AtomicFiles.write(text, rendering.text());
            }
            AtomicFiles.write(file, attestation.envelope() + "\n");
            err.printf("auditflow: signed %s: %s (%s)%n", target.name(), file, attestation.digest());
            if (!attestation.unpinned().isEmpty()) {
                err.printf(
                        "  images named by a tag alone, which it does not bind: %s%n",
                        String.join(", ", attestation.unpinned()));
            }
        } catch (KeyException e) {
            throw new ConfigException(e.sentence());
        } catch (IOException e) {
            throw new ConfigException("The attestation " + file + " cannot be written: " + e.getMessage());
        }
    }
}
