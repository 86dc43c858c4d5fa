package dev.auditflow.cli;

import dev.auditflow.admission.AdmissionPolicies;
import dev.auditflow.admission.Judge;
import dev.auditflow.admission.audit.ApiServer;
import dev.auditflow.admission.audit.ClusterAudit;
import dev.auditflow.admission.audit.ReportWriter;
import dev.auditflow.check.policy.gatekeeper.EnforcementPoint;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.PolicyCluster;
import dev.auditflow.host.AtomicFiles;
import dev.auditflow.host.TextFiles;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code auditflow audit}: what is in a cluster already. */
@Command(
        name = "audit",
        description = {
            "Judges what is in a cluster by the policies of the webhook, page by page, and keeps a PolicyReport",
            "for each object with findings where the cluster has a CRD for them."
        },
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
    private static final int MAX_PAGE = 1_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AdmissionFlags policies = new AdmissionFlags();

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "Context of the kubeconfig (default: the current one).")
    private String context = "";

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "Only this namespace.")
    private String namespace = "";

    @Option(names = "--page", paramLabel = "N", description = "Objects read at once, up to 1000 (default: 200).")
    private int page = 200;

    @Option(
            names = "--reports",
            paramLabel = "auto|none",
            description = "none: write no PolicyReports (default: auto, where there is a CRD).")
    private String reports = "auto";

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description =
                    "Note in FILE which kinds are through, and leave those out that it notes for the same policies.")
    private @Nullable Path resume;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "json: a line for each object with findings (default: text).")
    private String output = "text";

    @Override
    public Integer call() throws ConfigException {
        if (!List.of("text", "json").contains(output)
                || !List.of("auto", "none").contains(reports)) {
            throw new ConfigException("-o takes text or json, and --reports auto or none");
        }
        if (page < 1 || page > MAX_PAGE) {
            throw new ConfigException("--page takes a number from 1 to " + MAX_PAGE);
        }
        policies.cluster().orContext(context);
        PolicyCluster place = policies.cluster().place();
        PolicyCluster audited = context.isEmpty() ? place : new PolicyCluster(true, place.kubeconfig(), context, false);
        AdmissionPolicies decides = policies.load(EnforcementPoint.AUDIT);
        try (AdmissionFlags _ = policies;
                KubernetesClient client = PolicyClusterFlags.connect(audited)) {
            return audit(new ApiServer(client), decides);
        } catch (ApiServer.Refused e) {
            spec.commandLine().getErr().println("auditflow: " + e.getMessage());
            return ExitCode.NO_ANSWER;
        }
    }

    private int audit(ApiServer server, AdmissionPolicies decides) throws ApiServer.Refused, ConfigException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<ReportWriter> writer = reports.equals("none") ? Optional.empty() : ReportWriter.find(server);
        ClusterAudit audit = new ClusterAudit(server, new Judge(Clock.systemUTC()), decides, page);
        ClusterAudit.Scope scope = new ClusterAudit.Scope(decides.check().kinds(), namespace);
        Set<String> finished = finished(decides.digest());
        boolean whole = finished.isEmpty() && namespace.isEmpty();
        AuditOutput sink = new AuditOutput(out, output.equals("json"), writer, kind -> {
            finished.add(kind);
            note(decides.digest(), finished);
        });
        audit.run(scope, Set.copyOf(finished), sink);
        if (writer.isPresent() && whole) {
            writer.get().removeOthers();
        }
        note(decides.digest(), Set.of());
        return sink.end(decides.digest(), reports.equals("none"));
    }

    /** The kinds that an earlier run by the same policies got through. */
    private Set<String> finished(String digest) throws ConfigException {
        if (resume == null || !Files.exists(resume)) {
            return new TreeSet<>();
        }
        try {
            List<String> lines = TextFiles.read(resume).lines().toList();
            return !lines.isEmpty() && lines.getFirst().equals(digest)
                    ? new TreeSet<>(lines.subList(1, lines.size()))
                    : new TreeSet<>();
        } catch (TextFiles.Unusable e) {
            throw new ConfigException(e.sentence());
        }
    }

    private void note(String digest, Set<String> finished) {
        if (resume == null) {
            return;
        }
        try {
            if (finished.isEmpty()) {
                Files.deleteIfExists(resume);
            } else {
                AtomicFiles.write(resume, digest + "\n" + String.join("\n", finished) + "\n");
            }
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println("auditflow: %s cannot be written, so this run cannot be resumed".formatted(resume));
        }
    }
}
