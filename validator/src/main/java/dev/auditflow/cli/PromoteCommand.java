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
            Asked asked = new Asked(settings, targets, deploy, git, new WebServices(web));
            if (explain) {
                return explain(asked);
            }
            Announcement announcement = new Announcement(
                    asked.services().notifiers(deploy.notifications()),
                    new Announcement.Subject(
                            "promote", release, environment, deployFlags.actor(), SourceCommits.of(config)),
                    out);
            try {
                return promote(asked, announcement);
            } catch (DeployException e) {
                int code = DeployEnding.of(e, spec.commandLine().getErr());
                announcement.stopped(e);
                return code;
            }
        }
    }

    /**
     * What a run is about.
     *
     * @param targets of the release in the environment
     * @param git how it is promoted; null by helm
     */
    private record Asked(
            Config settings,
            List<Target> targets,
            DeploySettings deploy,
            @Nullable GitSettings git,
            WebServices services) {
        Bake bake(Target target) throws ConfigException {
            return services.bake(deploy.bake(), target);
        }
    }

    private int promote(Asked asked, Announcement announcement) throws ConfigException, DeployException {
        PrintWriter out = spec.commandLine().getOut();
        try (Cluster cluster = deployFlags.connect(environment, asked.deploy())) {
            Target target = DeployFlags.ofVersion(asked.targets(), environment, cluster.version());
            out.println(target.name());
            Optional<VerifiedRelease> verified = verified(asked.settings(), target, announcement);
            if (verified.isEmpty()) {
                announcement.refused("The attestation does not hold, so nothing was changed");
                return ExitCode.FINDINGS;
            }
            announcement.of(verified.get().bundle());
            String approval = approval(
                    asked, verified.get(), announcement.subject().commit().id());
            if (!approval.isEmpty()) {
                announcement.say("approved by " + approval);
            }
            precedent(asked, verified.get(), announcement::say);
            Result result = bring(asked, cluster, verified.get(), approval, announcement);
            int code = DeployEnding.of(result, out);
            announcement.ended(result);
            return code;
        }
    }

    private Result bring(
            Asked asked, Cluster cluster, VerifiedRelease verified, String approval, Announcement announcement)
            throws ConfigException, DeployException {
        Target target = verified.target();
        GitSettings git = asked.git();
        Decrypted decrypted = Decrypted.of(ageFlags, asked.deploy(), target, git);
        VerifiedRelease opened = decrypted.open(verified, asked.settings(), checkFlags, runFlags, spec);
        Site site = deployFlags.site(
                cluster.hiding(decrypted.hidden()),
                environment,
                asked.deploy(),
                trustFlags.seal(),
                announcement.subject().commit(),
                announcement::say);
        Bake bake = asked.bake(target);
        return git == null
                ? new Promoter(site, decrypted.secrets(), bake).promote(opened, approval, deployFlags.patience())
                : new GitPromoter(site, git, GitFlags.remote(git), decrypted.secrets(), bake, gitFlags.adopts())
                        .promote(opened, approval, deployFlags.patience());
    }

    private String approval(Asked asked, VerifiedRelease verified, String commit)
            throws ConfigException, DeployException {
        return new Approvals(asked.settings().attestation(), trustFlags, asked.services())
                .of(asked.deploy().approval(), verified, commit);
    }

    /** The steps of a promotion, none of which hides another. */
    private int explain(Asked asked) throws ConfigException {
        PrintWriter out = spec.commandLine().getOut();
        ForecastOutput steps = new ForecastOutput(out);
        try (Cluster cluster = deployFlags.connect(environment, asked.deploy())) {
            Target target = DeployFlags.ofVersion(asked.targets(), environment, cluster.version());
            out.println(target.name());
            steps.add("cluster", true, asked.deploy().cluster());
            Verification verification = Verifications.of(
                            asked.settings(), target, checkFlags, runFlags, trustFlags, spec)
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
                    () -> approval(asked, verified, SourceCommits.of(config).id()));
            steps.look("before", () -> {
                List<String> said = new ArrayList<>();
                precedent(asked, verified, said::add);
                return String.join("; ", said);
            });
            forecast(asked, verified, cluster, steps);
        } catch (DeployException e) {
            steps.add("cluster", false, e.sentence());
        }
        return steps.end();
    }

    /** The steps behind those that need no secret. */
    private void forecast(Asked asked, VerifiedRelease verified, Cluster cluster, ForecastOutput steps)
            throws ConfigException {
        Target target = verified.target();
        GitSettings git = asked.git();
        DeploySettings deploy = asked.deploy();
        Decrypted decrypted = Decrypted.none();
        VerifiedRelease opened = verified;
        try {
            decrypted = Decrypted.of(ageFlags, deploy, target, git);
            opened = decrypted.open(verified, asked.settings(), checkFlags, runFlags, spec);
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
        new Forecast(site, asked.bake(target), branch)
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
    private void precedent(Asked asked, VerifiedRelease verified, Consumer<String> say)
            throws ConfigException, DeployException {
        Config settings = asked.settings();
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
                            .require(verified, asked.deploy().soak(), say);
                }
                say.accept(earlier + " runs the same, healthy");
                return;
            }
        }
    }
}
