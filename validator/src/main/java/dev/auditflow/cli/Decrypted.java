package dev.auditflow.cli;

import dev.auditflow.attest.Opening;
import dev.auditflow.attest.VerifiedRelease;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Verdict;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.DeploySettings;
import dev.auditflow.config.GitSettings;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.DeployException;
import dev.auditflow.deploy.Hidden;
import dev.auditflow.deploy.PlainSecrets;
import dev.auditflow.render.SealedValues;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a promotion decrypts, in memory, before anything is changed.
 *
 * @param values of the chart
 * @param secrets beside the release
 */
record Decrypted(SealedValues values, PlainSecrets secrets) {
    private static final int SHOWN = 5;

    /** Nothing. */
    static Decrypted none() {
        return new Decrypted(SealedValues.closed(), PlainSecrets.none());
    }

    /**
     * Decrypts what a target needs.
     *
     * @param git how it is promoted; null by helm
     * @throws DeployException if a file cannot be decrypted, or must not be
     */
    static Decrypted of(AgeFlags flags, DeploySettings deploy, Target target, @Nullable GitSettings git)
            throws ConfigException, DeployException {
        List<Path> closed = SealedValues.among(target.options().valuesFiles());
        if (git != null && !closed.isEmpty()) {
            throw DeployException.refused(
                    "%s takes values from %s, which SOPS encrypted, and is promoted by Git, where nothing decrypted may lie. Bring what is secret as a Secret and let the chart name it: by External Secrets Operator, or by a file of SOPS under \"secrets\" of \"deploy\", which Flux decrypts in the cluster"
                            .formatted(target.name(), closed.getFirst()));
        }
        try {
            SealedValues values = flags.opened(target);
            PlainSecrets secrets = PlainSecrets.none();
            // Flux decrypts them itself; Argo CD cannot.
            boolean byFlux = git != null && git.reconciler() == GitSettings.Reconciler.FLUX;
            for (Path file : byFlux ? List.<Path>of() : deploy.secrets()) {
                secrets = secrets.with(
                        file.toString(), flags.documents(file), target.options().namespace());
            }
            return new Decrypted(values, secrets);
        } catch (AgeFlags.Undecrypted e) {
            throw DeployException.refused(e.sentence());
        }
    }

    /** What nobody is to read in messages, logs and evidence. */
    Hidden hidden() {
        Set<String> texts = new HashSet<>(values.secrets());
        texts.addAll(secrets.texts());
        return Hidden.of(texts);
    }

    /**
     * The release with its values, judged once more as it will be.
     *
     * @throws DeployException if it is not what was judged, or does not pass
     */
    VerifiedRelease open(VerifiedRelease closed, Config config, CheckFlags checks, RunFlags flags, CommandSpec spec)
            throws ConfigException, DeployException {
        if (values.digests().isEmpty()) {
            return closed;
        }
        try {
            VerifiedRelease opened = closed.opened(values, Wiring.renderer(config, checks));
            judge(closed.target(), config, checks, flags, spec);
            return opened;
        } catch (Opening.Refused e) {
            throw DeployException.refused(e.sentence());
        }
    }

    private void judge(Target target, Config config, CheckFlags checks, RunFlags flags, CommandSpec spec)
            throws ConfigException, DeployException {
        Selection.Chosen chosen = new Selection.Chosen(config, List.of(target), false);
        Run run = new GateRun(checks, flags, spec)
                .run(ScopeFlags.Scope.all(chosen), flags.baseline(config), Map.of(target, values));
        Verdict verdict = Renderings.verdict(run, target);
        if (verdict.outcome() != Outcome.PASS) {
            Severity gravest = verdict.findings().getFirst().severity();
            throw DeployException.refused("What the encrypted values become does not pass: %s. Nothing was changed"
                    .formatted(verdict.findings().stream()
                            .filter(finding -> finding.severity() == gravest)
                            .limit(SHOWN)
                            .map(Decrypted::words)
                            .collect(Collectors.joining(", "))));
        }
    }

    private static String words(Finding finding) {
        return "%s %s %s"
                .formatted(finding.rule(), finding.resource(), finding.path())
                .strip();
    }
}
