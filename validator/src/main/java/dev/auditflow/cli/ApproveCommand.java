package dev.auditflow.cli;

import dev.auditflow.attest.Approval;
import dev.auditflow.attest.SigningKey;
import dev.auditflow.attest.Step;
import dev.auditflow.attest.Verification;
import dev.auditflow.config.AttestationSettings;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.Target;
import dev.auditflow.host.AtomicFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auditflow approve}: somebody's signed word that a rendering may be deployed. */
@Command(
        name = "approve",
        description = "Verifies a target's attestation and signs that exactly that may be deployed.",
        mixinStandardHelpOptions = true)
final class ApproveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "TARGET", description = "RELEASE/ENVIRONMENT, or with @VERSION for one of several.")
    private String name = "";

    @Option(
            names = "--approve-key",
            paramLabel = KeySources.FORM,
            required = true,
            description = "The approver's private key.")
    private String approveKey = "";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration (default: auditflow.yaml).")
    private Path config = Path.of(Config.FILE_NAME);

    @Mixin
    private CheckFlags checkFlags = new CheckFlags();

    @Mixin
    private RunFlags runFlags = new RunFlags();

    @Mixin
    private TrustFlags trustFlags = new TrustFlags();

    @Override
    public Integer call() throws ConfigException {
        runFlags.check();
        Config settings = ConfigReader.read(config);
        SigningKey key = KeySources.signing(approveKey);
        List<Target> targets = settings.targets().stream()
                .filter(target -> target.scenario().isEmpty())
                .filter(target ->
                        target.name().equals(name) || (target.release() + "/" + target.environment()).equals(name))
                .toList();
        if (targets.isEmpty()) {
            throw new ConfigException(config + " has no target \"" + name + "\"");
        }
        PrintWriter out = spec.commandLine().getOut();
        for (Target target : targets) {
            Verification verification = Verifications.of(settings, target, checkFlags, runFlags, trustFlags, spec)
                    .verify(target);
            if (verification.release().isEmpty()) {
                verification.steps().stream()
                        .filter(step -> step.state() == Step.State.REFUSED)
                        .forEach(step -> out.printf("  refused  %s: %s%n", step.name(), step.explanation()));
                out.printf("FAIL  the attestation of %s does not hold, so it was not approved%n", target.name());
                return ExitCode.FINDINGS;
            }
            AttestationSettings attestation = settings.attestation();
            Path file = AttestationSettings.approvalOf(trustFlags.folder(attestation), target);
            String envelope =
                    Approval.sign(verification.release().get(), attestation.resourceOf(target), key, Clock.systemUTC());
            try {
                AtomicFiles.write(file, envelope + "\n");
            } catch (IOException e) {
                throw new ConfigException("The approval " + file + " cannot be written: " + e.getMessage());
            }
            out.printf("approved %s: %s%n", target.name(), file);
        }
        return ExitCode.PASS;
    }
}
