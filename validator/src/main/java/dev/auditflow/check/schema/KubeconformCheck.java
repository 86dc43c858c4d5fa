package dev.auditflow.check.schema;

import dev.auditflow.check.Check;
import dev.auditflow.check.CheckResult;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Subject;
import dev.auditflow.host.Command;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks objects by kubeconform, against the same schemas that {@link SchemaCheck} has. What kubeconform does not answer
 * for, or answers in a way that is not understood, is a finding: its silence never counts as consent.
 */
public final class KubeconformCheck implements Check {
    private static final String VALID = "statusValid";
    private static final String INVALID = "statusInvalid";

    private final KubernetesSchemas schemas;
    private final List<MapNode> definitions;
    private final ServedApis apis;
    private final Kubeconform program;
    private final Path cache;

    /**
     * @param definitions CRDs beside those of the target itself
     * @param allowedMissing kinds that need no schema, as {@code group/Kind}
     * @param cache where schemas are written for kubeconform to read
     */
    public KubeconformCheck(
            KubernetesSchemas schemas,
            List<MapNode> definitions,
            Set<String> allowedMissing,
            Kubeconform program,
            Path cache) {
        this.schemas = schemas;
        this.definitions = List.copyOf(definitions);
        this.apis = new ServedApis(schemas, allowedMissing);
        this.program = program;
        this.cache = cache;
    }

    @Override
    public String name() {
        return "schema";
    }

    @Override
    public String digest(Subject subject) {
        return TargetSchemas.of(schemas, definitions, subject).digest();
    }

    @Override
    public CheckResult run(Subject subject) {
        TargetSchemas target = TargetSchemas.of(schemas, definitions, subject);
        Path folder = cache.resolve(target.digest().substring("sha256:".length()));
        List<Finding> findings = new ArrayList<>();
        List<Resource> asked = new ArrayList<>();
        Map<String, String> skipped = new TreeMap<>();
        Set<String> kinds = new TreeSet<>();
        try {
            for (Resource resource : subject.resources()) {
                ResourceId id = resource.id();
                String key = id.apiVersion() + " " + id.kind();
                kinds.add(key);
                Sink sink = (rule, path, message) -> findings.add(Finding.at(rule, resource, path, message));
                Optional<Schema> schema = target.kind(id);
                if (schema.isPresent()) {
                    SchemaExport.writeOnce(folder, id.apiVersion(), id.kind(), schema.get(), target::definition);
                    asked.add(resource);
                    if (target.isBuiltIn(id)) {
                        apis.deprecated(id, subject.kubernetesVersion(), sink);
                    }
                } else {
                    skipped.put(key, apis.missing(id, subject.kubernetesVersion(), sink));
                }
            }
            findings.addAll(answered(asked, folder));
        } catch (IOException e) {
            return failed(kinds, "The schemas for kubeconform could not be written: " + e.getMessage());
        } catch (Command.Failure e) {
            return failed(kinds, String.valueOf(e.getMessage()));
        }
        return new CheckResult(findings, List.of(SchemaCheck.account(kinds, skipped)));
    }

    private List<Finding> answered(List<Resource> asked, Path folder) throws Command.Failure {
        if (asked.isEmpty()) {
            return List.of();
        }
        StringBuilder stream = new StringBuilder();
        for (Resource resource : asked) {
            stream.append(new String(WithoutNulls.json(resource.root()), StandardCharsets.UTF_8))
                    .append("\n---\n");
        }
        List<Kubeconform.Answer> answers = program.validate(stream.toString(), folder);
        if (answers.size() != asked.size()) {
            throw new Command.Failure("kubeconform was asked about %d objects and answered for %d"
                    .formatted(asked.size(), answers.size()));
        }
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            findings.addAll(findings(asked.get(i), answers.get(i)));
        }
        return findings;
    }

    private static List<Finding> findings(Resource resource, Kubeconform.Answer answer) throws Command.Failure {
        ResourceId id = resource.id();
        if (!answer.kind().equals(id.kind()) || !answer.apiVersion().equals(id.apiVersion())) {
            throw new Command.Failure("kubeconform was asked about %s %s and answered for %s %s"
                    .formatted(id.apiVersion(), id, answer.apiVersion(), answer.kind()));
        }
        return switch (answer.status()) {
            case VALID -> List.of();
            case INVALID -> {
                List<Finding> findings = KubeconformMessage.violations(answer.message(), resource.root()).stream()
                        .map(violation -> Finding.at(violation.rule(), resource, violation.path(), violation.message()))
                        .distinct()
                        .toList();
                yield findings.isEmpty() ? List.of(notAnswered(resource, answer)) : findings;
            }
            default -> List.of(notAnswered(resource, answer));
        };
    }

    private static Finding notAnswered(Resource resource, Kubeconform.Answer answer) {
        return Finding.at(
                SchemaRules.ENGINE_FAILED,
                resource,
                FieldPath.root(),
                "kubeconform did not check the object (%s): %s".formatted(answer.status(), answer.message()));
    }

    private static CheckResult failed(Set<String> kinds, String why) {
        Map<String, String> skipped = new TreeMap<>();
        kinds.forEach(kind -> skipped.put(kind, "kubeconform failed"));
        Finding finding = Finding.about(SchemaRules.ENGINE_FAILED, Location.none(), why);
        return new CheckResult(List.of(finding), List.of(SchemaCheck.account(kinds, skipped)));
    }
}
