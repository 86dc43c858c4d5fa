package dev.auditflow.check.schema;

import dev.auditflow.check.CheckResult;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Subject;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Problem;
import dev.auditflow.render.OriginMap;
import dev.auditflow.render.Rendering;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Runs the schema check over text, as a target of plain manifests would. */
final class Manifests {
    private static final KubernetesSchemas SCHEMAS = new KubernetesSchemas();

    private Manifests() {}

    static CheckResult check(String yaml, String version, Set<String> allowed) {
        return new SchemaCheck(SCHEMAS, List.of(), allowed).run(subject(read(yaml), version));
    }

    static CheckResult check(String yaml) {
        return check(yaml, "1.34", Set.of());
    }

    static Subject subject(ManifestReader.Manifest manifest, String version) {
        return new Subject("web", "dev", "shop", version, manifest.resources(), manifest.definitions());
    }

    static ManifestReader.Manifest read(String yaml) {
        Rendering.RenderedFile file = new Rendering.RenderedFile("manifest.yaml", yaml, OriginMap.none());
        return new ManifestReader().read(new Rendering(List.of(file), List.of()));
    }

    /** What keeps the text from passing, a line each: what the reader says, then what the check says. */
    static List<String> refusals(String yaml) {
        return refusals(yaml, "1.34");
    }

    static List<String> refusals(String yaml, String version) {
        ManifestReader.Manifest manifest = read(yaml);
        List<String> refusals = new ArrayList<>();
        for (Problem problem : manifest.problems()) {
            if (problem.kind() != Problem.Kind.AMBIGUOUS_SCALAR) {
                refusals.add(problem.kind() + " " + problem.path() + ": " + problem.message());
            }
        }
        new SchemaCheck(SCHEMAS, List.of(), Set.of())
                .run(subject(manifest, version)).findings().stream()
                        .filter(finding -> finding.severity() == Severity.DENY)
                        .forEach(finding ->
                                refusals.add(finding.rule() + " " + finding.path() + ": " + finding.message()));
        if (manifest.resources().isEmpty()) {
            refusals.add("there is no object");
        }
        return refusals;
    }
}
