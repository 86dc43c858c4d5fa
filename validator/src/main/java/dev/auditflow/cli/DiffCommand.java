package dev.auditflow.cli;

import dev.auditflow.check.Subject;
import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.DeploySettings;
import dev.auditflow.config.GitSettings;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.Cluster;
import dev.auditflow.deploy.DeployException;
import dev.auditflow.deploy.Installed;
import dev.auditflow.deploy.Ledger;
import dev.auditflow.deploy.OnBranch;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.Renderer;
import dev.auditflow.render.SealedValues;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auditflow diff}: what a promotion will do to what runs. */
@Command(
        name = "diff",
        description = {
            "Shows what promoting today's renderings would do to what runs in an environment, and what that means. Changes nothing.",
            "Exit code 0: nothing would change; 1: something would; 3: it could not be looked at."
        },
        mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ENVIRONMENT", index = "0", description = "Environment of auditflow.yaml.")
    private String environment = "";

    @Parameters(
            paramLabel = "RELEASE",
            index = "1..*",
            description = "Only these releases (default: all that go there).")
    private List<String> releases = new ArrayList<>();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration (default: auditflow.yaml).")
    private Path config = Path.of(Config.FILE_NAME);

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Kubeconfig (default: KUBECONFIG, ~/.kube/config, or the pod's service account).")
    private Path kubeconfig = Path.of("");

    @Mixin
    private HelmEngines engines = new HelmEngines();

    @Mixin
    private UpgradeVerdict verdict = new UpgradeVerdict();

    @Mixin
    private UpgradeOutput output = new UpgradeOutput();

    private boolean faulty;

    @Override
    public Integer call() throws ConfigException {
        List<UpgradeOutput.Spec> specs = output.specs();
        Config settings = ConfigReader.read(config);
        UpgradeVerdict.Judge judge = verdict.judge(settings.policies());
        DeploySettings deploy = DeployFlags.settings(settings, environment);
        PrintWriter out = spec.commandLine().getOut();
        List<Upgrade> upgrades = new ArrayList<>();
        try (Cluster cluster = DeployFlags.connect(environment, deploy, kubeconfig)) {
            UpgradeComparer comparer = new UpgradeComparer(spec, settings.goldenMasks());
            Renderer renderer = new Renderer(engines.of(settings), System.in);
            for (Target target : targets(settings, cluster.version())) {
                upgrade(settings, target, cluster, renderer, comparer).ifPresent(upgrades::add);
            }
            faulty |= comparer.failed();
        } catch (DeployException e) {
            spec.commandLine().getErr().println("auditflow: " + e.sentence());
            return ExitCode.NO_ANSWER;
        }
        UpgradeOutput.write(upgrades, specs, out);
        if (faulty) {
            return ExitCode.NO_ANSWER;
        }
        boolean same = upgrades.stream().allMatch(Upgrade::isEmpty);
        return UpgradeVerdict.code(judge, upgrades, same ? ExitCode.PASS : ExitCode.FINDINGS, out);
    }

    private List<Target> targets(Config settings, String version) throws ConfigException {
        List<String> names = releases.isEmpty()
                ? settings.targets().stream()
                        .filter(target -> target.environment().equals(environment))
                        .map(Target::release)
                        .distinct()
                        .toList()
                : releases;
        if (names.isEmpty()) {
            throw new ConfigException("%s has no release that goes to %s".formatted(config, environment));
        }
        List<Target> targets = new ArrayList<>();
        for (String name : names) {
            targets.add(DeployFlags.ofVersion(DeployFlags.targets(settings, name, environment), environment, version));
        }
        return targets;
    }

    private Optional<Upgrade> upgrade(
            Config settings, Target target, Cluster cluster, Renderer renderer, UpgradeComparer comparer)
            throws ConfigException, DeployException {
        PrintWriter err = spec.commandLine().getErr();
        SealedValues.among(target.options().valuesFiles())
                .forEach(file -> err.printf(
                        "auditflow: %s: SOPS encrypted %s, so fields that hang on it show a stand-in and differ%n",
                        target.name(), file));
        Optional<Subject> subject =
                GoldenTargets.subject(target, renderer, sentence -> err.println("auditflow: " + sentence));
        if (subject.isEmpty()) {
            faulty = true;
            return Optional.empty();
        }
        GitSettings git = settings.repositories().get(environment);
        if (git != null) {
            OnBranch branch =
                    OnBranch.of(git, GitFlags.remote(git), target, subject.get().resources());
            String has = branch.commit().isEmpty() ? "nothing, for there is no branch" : "commit " + branch.commit();
            return Optional.of(compared(comparer, target, has, branch.objects(), branch.proposed(), subject.get()));
        }
        Installed installed = Installed.of(cluster, target);
        return Optional.of(compared(
                comparer,
                target,
                runs(settings, target, cluster, installed),
                installed.objects(),
                installed.upgradable(target, subject.get().resources()),
                subject.get()));
    }

    private static String runs(Config settings, Target target, Cluster cluster, Installed installed)
            throws ConfigException, DeployException {
        if (installed.revision() == 0) {
            return "nothing, for it is not installed";
        }
        DeploySettings deploy = DeployFlags.settings(settings, target.environment());
        Ledger ledger = Ledger.of(
                KeySources.ledger(deploy.ledger()),
                cluster,
                target.environment(),
                target.options().namespace(),
                target.options().releaseName());
        return "revision %d%s"
                .formatted(
                        installed.revision(), installed.isIn(ledger.chain()) ? "" : ", which the ledger does not know");
    }

    private static Upgrade compared(
            UpgradeComparer comparer,
            Target target,
            String runs,
            List<Resource> before,
            List<Resource> after,
            Subject subject) {
        return comparer.compare(
                target.name() + " against " + runs,
                before,
                after,
                subject.customResourceDefinitions(),
                target.options().namespace(),
                target.kubernetesVersion());
    }
}
