package dev.auditflow.cli;

import dev.auditflow.attest.Step;
import dev.auditflow.attest.Verification;
import dev.auditflow.attest.VerifiedRelease;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.DeploySettings;
import dev.auditflow.config.GitSettings;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.Bake;
import dev.auditflow.deploy.Cluster;
import dev.auditflow.deploy.DeployException;
import dev.auditflow.deploy.Forecast;
import dev.auditflow.deploy.GitForecast;
import dev.auditflow.deploy.GitPrecedent;
import dev.auditflow.deploy.GitPromoter;
import dev.auditflow.deploy.Precedent;
import dev.auditflow.deploy.Promoter;
import dev.auditflow.deploy.Result;
import dev.auditflow.deploy.Site;
import dev.auditflow.host.WebClient;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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

    @Option(names = "--explain", description = "Say what would stop it now and what it would do; changes nothing.")
    private boolean explain;

    @Mixin
    private AgeFlags ageFlags = new AgeFlags();

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
            if (explain) {
                return explain(settings, targets, deploy, git, services);
            }
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
            String approval = new Approvals(settings.attestation(), trustFlags, services)
                    .of(
                            deploy.approval(),
                            verified.get(),
                            announcement.subject().commit().id());
            if (!approval.isEmpty()) {
                announcement.say("approved by " + approval);
            }
            precedent(settings, verified.get(), deploy, announcement::say);
            Decrypted decrypted = Decrypted.of(ageFlags, deploy, target, git);
            VerifiedRelease opened = decrypted.open(verified.get(), settings, checkFlags, runFlags, spec);
            Site site = deployFlags.site(
                    cluster.hiding(decrypted.hidden()),
                    environment,
                    deploy,
                    trustFlags.seal(),
                    announcement.subject().commit(),
                    announcement::say);
            Bake bake = services.bake(deploy.bake(), target);
            Result result = git == null
                    ? new Promoter(site, decrypted.secrets(), bake).promote(opened, approval, deployFlags.patience())
                    : new GitPromoter(site, git, GitFlags.remote(git), decrypted.secrets(), bake, gitFlags.adopts())
                            .promote(opened, approval, deployFlags.patience());
            int code = DeployEnding.of(result, out);
            announcement.ended(result);
            return code;
        }
    }

    /** The steps of a promotion, none of which hides another. */
    private int explain(
            Config settings,
            List<Target> targets,
            DeploySettings deploy,
            @Nullable GitSettings git,
            WebServices services)
            throws ConfigException {
        PrintWriter out = spec.commandLine().getOut();
        ForecastOutput steps = new ForecastOutput(out);
        try (Cluster cluster = deployFlags.connect(environment, deploy)) {
            Target target = DeployFlags.ofVersion(targets, environment, cluster.version());
            out.println(target.name());
            steps.add("cluster", true, deploy.cluster());
            Verification verification = Verifications.of(settings, target, checkFlags, runFlags, trustFlags, spec)
                    .verify(target);
            for (Step step : verification.steps()) {
                steps.add(step.name(), step.state() == Step.State.PASSED, step.explanation());
            }
            if (verification.release().isEmpty()) {
                return steps.end();
            }
            VerifiedRelease verified = verification.release().get();
            steps.look(
                    "approval",
                    () -> new Approvals(settings.attestation(), trustFlags, services)
                            .of(
                                    deploy.approval(),
                                    verified,
                                    SourceCommits.of(config).id()));
            steps.look("before", () -> {
                List<String> said = new ArrayList<>();
                precedent(settings, verified, deploy, said::add);
                return String.join("; ", said);
            });
            forecast(settings, verified, deploy, git, services, cluster, steps);
        } catch (DeployException e) {
            steps.add("cluster", false, e.sentence());
        }
        return steps.end();
    }

    /** The steps behind those that need no secret. */
    private void forecast(
            Config settings,
            VerifiedRelease verified,
            DeploySettings deploy,
            @Nullable GitSettings git,
            WebServices services,
            Cluster cluster,
            ForecastOutput steps)
            throws ConfigException {
        Target target = verified.target();
        Decrypted decrypted = Decrypted.none();
        VerifiedRelease opened = verified;
        try {
            decrypted = Decrypted.of(ageFlags, deploy, target, git);
            opened = decrypted.open(verified, settings, checkFlags, runFlags, spec);
            int files = deploy.secrets().size() + decrypted.values().digests().size();
            steps.add("secrets", true, files + " files");
        } catch (DeployException e) {
            steps.add("secrets", false, e.sentence());
        }
        Site site = deployFlags.site(
                cluster.hiding(decrypted.hidden()),
                environment,
                deploy,
                trustFlags.seal(),
                spec.commandLine().getOut());
        GitForecast branch = git == null ? null : new GitForecast(site, git, GitFlags.remote(git));
        new Forecast(site, services.bake(deploy.bake(), target), branch)
                .of(opened)
                .forEach(step -> steps.add(step.name(), step.goes(), step.explanation()));
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

    /** The nearest environment before this one that the release is deployed to. */
    private void precedent(Config settings, VerifiedRelease verified, DeploySettings deploy, Consumer<String> say)
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
                            .require(verified, deploy.soak(), say);
                }
                say.accept(earlier + " runs the same, healthy");
                return;
            }
        }
    }
}
