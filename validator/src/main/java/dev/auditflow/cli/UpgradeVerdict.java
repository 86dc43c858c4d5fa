package dev.auditflow.cli;

import dev.auditflow.check.Finding;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Subject;
import dev.auditflow.check.policy.OwnPolicies;
import dev.auditflow.check.upgrade.Meaning;
import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.PolicyCluster;
import dev.auditflow.config.PolicySettings;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.report.UpgradeFormat;
import dev.auditflow.report.UpgradeJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which changes are too much: classes of them, or what policies deny. Without either, any change is. */
final class UpgradeVerdict {
    private static final String NAMESPACE = "upgrade";

    @Option(
            names = "--fail-on",
            paramLabel = "CLASS",
            split = ",",
            description =
                    "Exit code 1 only for changes of these classes: fails, disrupts, restarts, widens, image, config,"
                            + " cosmetic.")
    private List<String> classes = new ArrayList<>();

    @Option(
            names = {"-p", "--policy"},
            paramLabel = "PATH",
            description =
                    "Rego of package upgrade, to which each change is input; exit code 1 only for what it denies.")
    private List<Path> policies = new ArrayList<>();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "PATH",
            description = "YAML or JSON that those policies see as data; repeatable.")
    private List<Path> data = new ArrayList<>();

    /** The policies, compiled before anything is rendered. */
    record Judge(Set<Meaning> classes, Optional<OwnPolicies> policies) {}

    /** Reads the flags. @throws ConfigException for a class that does not exist, or policies that do not compile */
    Judge judge(PolicySettings configured) throws ConfigException {
        Set<Meaning> chosen = EnumSet.noneOf(Meaning.class);
        for (String word : classes) {
            chosen.add(Arrays.stream(Meaning.values())
                    .filter(meaning -> meaning.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new ConfigException("--fail-on knows no class \"%s\"; choose out of %s"
                            .formatted(
                                    word,
                                    Arrays.stream(Meaning.values())
                                            .map(Meaning::word)
                                            .collect(Collectors.joining(", "))))));
        }
        PolicySettings settings = new PolicySettings(
                false,
                policies,
                data,
                List.of(NAMESPACE),
                configured.regoVersion(),
                configured.opaImage(),
                false,
                Map.of(),
                Map.of(),
                PolicyCluster.none());
        return new Judge(chosen, OwnPolicyFiles.ofRego(settings).rego());
    }

    /** What the flags make of an exit code, after saying what policies deny. */
    static int code(Judge judge, List<Upgrade> upgrades, int code, PrintWriter out) {
        if (code != ExitCode.FINDINGS
                || (judge.classes().isEmpty() && judge.policies().isEmpty())) {
            return code;
        }
        boolean grave =
                upgrades.stream().anyMatch(upgrade -> judge.classes().stream().anyMatch(upgrade::has));
        boolean denied = false;
        for (Upgrade upgrade : judge.policies().isEmpty() ? List.<Upgrade>of() : upgrades) {
            for (Finding finding : evaluate(judge.policies().get(), upgrade)) {
                denied |= finding.severity() == Severity.DENY;
                String about = finding.resource().isNone()
                        ? finding.rule()
                        : finding.resource().name();
                out.println(UpgradeFormat.line("%s %s %s: %s"
                        .formatted(finding.severity().word(), upgrade.target(), about, finding.message())));
            }
        }
        out.flush();
        return grave || denied ? ExitCode.FINDINGS : ExitCode.PASS;
    }

    private static List<Finding> evaluate(OwnPolicies policies, Upgrade upgrade) {
        Subject subject = new Subject(
                upgrade.target(),
                "",
                "",
                "",
                ManifestReader.objects("changes", UpgradeJson.inputs(upgrade)),
                List.of());
        return policies.evaluate(subject).findings().stream().sorted().toList();
    }
}
