package dev.auditflow.cli;

import dev.auditflow.attest.Approval;
import dev.auditflow.attest.KeyException;
import dev.auditflow.attest.Step;
import dev.auditflow.attest.Verification;
import dev.auditflow.attest.VerifiedRelease;
import dev.auditflow.config.AttestationSettings;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.DeploySettings;
import dev.auditflow.config.GitSettings;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.Bake;
import dev.auditflow.deploy.Cluster;
import dev.auditflow.deploy.DeployException;
import dev.auditflow.deploy.GitPrecedent;
import dev.auditflow.deploy.GitPromoter;
import dev.auditflow.deploy.PlainSecrets;
import dev.auditflow.deploy.Precedent;
import dev.auditflow.deploy.Promoter;
import dev.auditflow.deploy.Result;
import dev.auditflow.deploy.Site;
import dev.auditflow.host.TextFiles;
import dev.auditflow.host.WebClient;
import dev.auditflow.sops.AgeIdentities;
import dev.auditflow.sops.SopsException;
import dev.auditflow.sops.SopsFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auditflow promote}: from an attestation to a healthy, tested release, or back. */
@Command(
        name = "promote",
        description = {
            "Verifies a release's attestation, deploys exactly that, waits for health, runs helm test, and goes back"
                    + " by itself.",
            "Exit code 0: it runs; 1: it was refused or went back; 3: nobody knows."
        },
        mixinStandardHelpOptions = true)
final class PromoteCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RELEASE", description = "Release of auditflow.yaml.")
    private String release = "";

    @Option(names = "--to", paramLabel = "ENVIRONMENT", required = true, description = "Where it is brought.")
    private String environment = "";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration (default: auditflow.yaml).")
    private Path config = Path.of(Config.FILE_NAME);

    @Option(
            names = "--age-key",
            paramLabel = KeySources.FORM,
            description =
                    "The age key for files of SOPS (default: SOPS_AGE_KEY, or the file that SOPS_AGE_KEY_FILE names).")
    private String ageKey = "";

    @Mixin
    private CheckFlags checkFlags = new CheckFlags();

    @Mixin
    private RunFlags runFlags = new RunFlags();

    @Mixin
    private TrustFlags trustFlags = new TrustFlags();

    @Mixin
    private DeployFlags deployFlags = new DeployFlags();

    @Mixin
    private GitFlags gitFlags = new GitFlags();

    @Override
    public Integer call() throws ConfigException {
        runFlags.check();
        Config settings = ConfigReader.read(config);
        List<Target> targets = DeployFlags.targets(settings, release, environment);
        DeploySettings deploy = DeployFlags.settings(settings, environment);
        GitSettings git = gitFlags.settings(settings, environment);
        PrintWriter out = spec.commandLine().getOut();
        try (WebClient web = new WebClient()) {
            WebServices services = new WebServices(web);
            Announcement announcement = new Announcement(
                    services.notifiers(deploy.notifications()),
                    new Announcement.Subject(
                            "promote", release, environment, deployFlags.actor(), SourceCommits.of(config)),
                    out);
            try {
                return promote(settings, targets, deploy, git, services, announcement);
            } catch (DeployException e) {
                int code = DeployEnding.of(e, spec.commandLine().getErr());
                announcement.stopped(e);
                return code;
            }
        }
    }

    private int promote(
            Config settings,
            List<Target> targets,
            DeploySettings deploy,
            @Nullable GitSettings git,
            WebServices services,
            Announcement announcement)
            throws ConfigException, DeployException {
        PrintWriter out = spec.commandLine().getOut();
        try (Cluster cluster = deployFlags.connect(environment, deploy)) {
            Target target = DeployFlags.ofVersion(targets, environment, cluster.version());
            out.println(target.name());
            Optional<VerifiedRelease> verified = verified(settings, target, announcement);
            if (verified.isEmpty()) {
                announcement.refused("The attestation does not hold, so nothing was changed");
                return ExitCode.FINDINGS;
            }
            announcement.of(verified.get().bundle());
            String approval = deploy.approval() ? approval(settings, verified.get(), announcement) : "";
            precedent(settings, verified.get(), deploy, announcement);
            Site site = deployFlags.site(
                    cluster,
                    environment,
                    deploy,
                    trustFlags.seal(),
                    announcement.subject().commit(),
                    announcement::say);
            Bake bake = services.bake(deploy.bake(), target);
            Result result = git == null
                    ? new Promoter(site, secrets(deploy, target), bake)
                            .promote(verified.get(), approval, deployFlags.patience())
                    : new GitPromoter(
                                    site,
                                    git,
                                    GitFlags.remote(git),
                                    secrets(git, deploy, target),
                                    bake,
                                    gitFlags.adopts())
                            .promote(verified.get(), approval, deployFlags.patience());
            int code = DeployEnding.of(result, out);
            announcement.ended(result);
            return code;
        }
    }

    /** Flux decrypts them itself; Argo CD cannot. */
    private PlainSecrets secrets(GitSettings git, DeploySettings deploy, Target target)
            throws ConfigException, DeployException {
        return git.reconciler() == GitSettings.Reconciler.FLUX ? PlainSecrets.none() : secrets(deploy, target);
    }

    /** Decrypted in memory, before anything is changed. */
    private PlainSecrets secrets(DeploySettings deploy, Target target) throws ConfigException, DeployException {
        PlainSecrets secrets = PlainSecrets.none();
        if (deploy.secrets().isEmpty()) {
            return secrets;
        }
        AgeIdentities identities = KeySources.age(ageKey);
        for (Path file : deploy.secrets()) {
            try {
                secrets = secrets.with(
                        file.toString(),
                        SopsFile.decrypt(TextFiles.read(file), identities),
                        target.options().namespace());
            } catch (TextFiles.Unusable e) {
                throw new ConfigException("The file of secrets " + e.sentence());
            } catch (SopsException e) {
                throw DeployException.refused("%s cannot be decrypted: %s".formatted(file, e.reason()));
            }
        }
        return secrets;
    }

    private Optional<VerifiedRelease> verified(Config settings, Target target, Announcement announcement)
            throws ConfigException {
        Verification verification = Verifications.of(settings, target, checkFlags, runFlags, trustFlags, spec)
                .verify(target);
        for (Step step : verification.steps()) {
            if (step.state() == Step.State.REFUSED) {
                announcement.say("refused  %s: %s".formatted(step.name(), step.explanation()));
            }
        }
        if (verification.release().isEmpty()) {
            spec.commandLine().getOut().println("FAIL  the attestation does not hold, so nothing was changed");
        } else {
            announcement.say("the attestation holds: " + verification.attestation());
        }
        return verification.release();
    }

    private String approval(Config settings, VerifiedRelease verified, Announcement announcement)
            throws ConfigException, DeployException {
        AttestationSettings attestation = settings.attestation();
        List<Approval.Approver> approvers = new ArrayList<>();
        for (AttestationSettings.Approver approver : attestation.approvers()) {
            approvers.add(new Approval.Approver(approver.name(), KeySources.verifying(approver.key())));
        }
        Path file = AttestationSettings.approvalOf(trustFlags.folder(attestation), verified.target());
        try {
            String approver = Approval.approver(
                    Files.exists(file) ? TextFiles.read(file) : "",
                    verified,
                    attestation.resourceOf(verified.target()),
                    approvers,
                    attestation.maxAge(),
                    Clock.systemUTC());
            announcement.say("approved by " + approver);
            return approver;
        } catch (TextFiles.Unusable e) {
            throw new ConfigException("The approval " + e.sentence());
        } catch (KeyException e) {
            throw DeployException.refused(e.sentence());
        }
    }

    /** The nearest environment before this one that the release is deployed to. */
    private void precedent(Config settings, VerifiedRelease verified, DeploySettings deploy, Announcement announcement)
            throws ConfigException, DeployException {
        List<String> before = settings.environments()
                .subList(0, settings.environments().indexOf(environment))
                .reversed();
        for (String earlier : before) {
            DeploySettings there = settings.deployments().get(earlier);
            Optional<Target> target = settings.targets().stream()
                    .filter(one ->
                            one.release().equals(release) && one.environment().equals(earlier))
                    .findFirst();
            if (there != null && target.isPresent()) {
                try (Cluster cluster = deployFlags.connect(earlier, there)) {
                    GitSettings git = settings.repositories().get(earlier);
                    GitPrecedent branch =
                            git == null ? null : new GitPrecedent(git, GitFlags.remote(git), target.get());
                    new Precedent(
                                    cluster,
                                    earlier,
                                    target.get().options().namespace(),
                                    Clock.systemUTC(),
                                    KeySources.ledger(there.ledger()),
                                    branch)
                            .require(verified, deploy.soak(), announcement::say);
                }
                announcement.say(earlier + " runs the same, healthy");
                return;
            }
        }
    }
}
