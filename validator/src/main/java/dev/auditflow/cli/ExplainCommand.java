package dev.auditflow.cli;

import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.Spelling;
import dev.auditflow.config.Target;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.RenderResult;
import dev.auditflow.render.Renderer;
import dev.auditflow.render.Rendering;
import dev.auditflow.yaml.FieldPath;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auditflow explain}: where a field comes from, or why an environment runs what it runs. */
@Command(
        name = "explain",
        description = {
            "Says where a field comes from: template lines, values keys, and what they override.",
            "With an environment alone: why it runs what it runs, from the commit to the health of now."
        },
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "TARGET",
            description =
                    "RELEASE[/ENVIRONMENT][@VERSION] of auditflow.yaml, or a chart, a folder, a file; or an ENVIRONMENT.")
    private String target = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "RESOURCE",
            description =
                    "KIND/NAME, or KIND/NAMESPACE/NAME where the manifest names one; KIND.GROUP tells alike apart.")
    private String resource = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "PATH",
            description = "The field: spec.containers[0].image, metadata.labels[\"a.b/c\"]. Without it, the object.")
    private String path = "";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration (default: auditflow.yaml, if it is there).")
    private Path config = Path.of(Config.FILE_NAME);

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description =
                    "For an ENVIRONMENT: kubeconfig (default: KUBECONFIG, ~/.kube/config, or the pod's service account).")
    private Path kubeconfig = Path.of("");

    @Mixin
    private TrustFlags trustFlags = new TrustFlags();

    @Mixin
    private HelmFlags helm = new HelmFlags();

    @Mixin
    private HelmEngines engines = new HelmEngines();

    /** A chain, and in which targets the field has it. */
    private record Answer(String field, String chain) {}

    @Override
    public Integer call() throws ConfigException {
        if (resource.isEmpty()) {
            return environment();
        }
        Selection selection = Selection.of(target, config, helm);
        refuseUnknown(selection.settings());
        Selection.Chosen chosen = selection.choose();
        Renderer renderer = new Renderer(engines.of(chosen.config()), System.in);
        Map<Answer, List<String>> answers = new LinkedHashMap<>();
        List<ConfigException> absent = new ArrayList<>();
        int code = ExitCode.PASS;
        for (Target one : chosen.targets()) {
            switch (renderer.render(one)) {
                case RenderResult.Failed failed -> {
                    spec.commandLine().getErr().println("auditflow: " + one.name() + ": " + Failures.sentence(failed));
                    code = ExitCode.NO_ANSWER;
                }
                case RenderResult.Rendered rendered -> {
                    try {
                        explain(one, rendered.rendering(), answers);
                    } catch (ConfigException e) {
                        absent.add(e);
                    }
                }
            }
        }
        if (answers.isEmpty() && !absent.isEmpty()) {
            throw absent.getFirst();
        }
        print(answers);
        absent.forEach(e -> spec.commandLine().getErr().println("auditflow: " + e.getMessage()));
        return code;
    }

    private int environment() throws ConfigException {
        Config settings = ConfigReader.read(config);
        if (!settings.environments().contains(target)) {
            throw new ConfigException("Name an object of %s, such as Deployment/web; or an environment of %s alone: %s"
                    .formatted(target, config, String.join(", ", settings.environments())));
        }
        PrintWriter out = spec.commandLine().getOut();
        return new EnvironmentChain(settings, target, kubeconfig, trustFlags, out).explain();
    }

    private void explain(Target one, Rendering rendering, Map<Answer, List<String>> answers) throws ConfigException {
        FieldLookup lookup =
                new FieldLookup(one.name(), new ManifestReader().read(rendering).resources());
        for (Resource found : lookup.resources(resource)) {
            FieldPath field = lookup.path(found, path);
            String chain = new FieldSource(rendering).chain(found, field);
            String subject = field.isRoot() ? found.toString() : found + " " + field;
            answers.computeIfAbsent(new Answer(subject, chain), _ -> new ArrayList<>())
                    .add(one.name());
        }
    }

    private void print(Map<Answer, List<String>> answers) {
        PrintWriter out = spec.commandLine().getOut();
        String separator = "";
        for (Map.Entry<Answer, List<String>> answer : answers.entrySet()) {
            out.print(separator);
            out.println(answer.getKey().field() + "  in " + String.join(", ", answer.getValue()));
            out.print(answer.getKey().chain());
            separator = System.lineSeparator();
        }
        out.flush();
    }

    /** A name that is neither a target nor a file would be reported as a file that is missing. */
    private void refuseUnknown(Config settings) throws ConfigException {
        List<Target> targets = settings.targets();
        TreeSet<String> names = new TreeSet<>();
        for (Target one : targets) {
            names.add(one.release());
            names.add(Target.name(one.release(), one.environment(), "", ""));
            names.add(Target.name(one.release(), one.environment(), one.scenario(), ""));
            names.add(one.name());
        }
        if (names.isEmpty() || names.contains(target) || target.equals("-") || exists(target)) {
            return;
        }
        throw new ConfigException("\"%s\" is neither a target of %s nor a file; %s"
                .formatted(
                        target,
                        settings.file(),
                        Spelling.closest(target, names)
                                .map(close -> "did you mean " + close + "?")
                                .orElse("the targets are "
                                        + FieldLookup.some(targets.stream()
                                                .map(one -> Target.name(
                                                        one.release(), one.environment(), one.scenario(), ""))
                                                .toList()))));
    }

    private static boolean exists(String file) {
        try {
            return Files.exists(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
