package dev.auditflow.provenance;

import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.HelmRequest;
import dev.auditflow.render.JavaHelmEngine;
import dev.auditflow.render.RenderResult;
import dev.auditflow.render.template.HelmFunctionTable;
import dev.auditflow.render.template.Limits;
import dev.auditflow.render.template.functions.GoYaml;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Renders charts by our own engine and lists their paths. */
final class Charts {
    private static final JavaHelmEngine ENGINE =
            new JavaHelmEngine(HelmFunctionTable.standard(), GoYaml::write, Limits.defaults());

    private Charts() {}

    static HelmRequest request(Path chart, List<Path> values) {
        return HelmRequest.of(chart, "1.34.0")
                .releaseName("rel")
                .namespace("ns")
                .valuesFiles(values)
                .skipSchemaValidation(true)
                .build();
    }

    /** Values without which a public chart does not render at all. */
    static List<Path> requiredValues(Path chart) {
        Path file = chart.resolveSibling("minimal-values.yaml");
        return Files.exists(file) ? List.of(file) : List.of();
    }

    static RenderResult render(HelmRequest request) {
        return ENGINE.render(request);
    }

    /** The objects of a rendering. */
    static List<Resource> resources(RenderResult.Rendered rendered) {
        return new ManifestReader().read(rendered.rendering()).resources();
    }

    /** The paths of all nodes below and with the root. */
    static List<FieldPath> paths(Resource resource) {
        List<FieldPath> paths = new ArrayList<>();
        collect(resource.root(), FieldPath.root(), paths);
        return paths;
    }

    private static void collect(Node node, FieldPath path, List<FieldPath> into) {
        into.add(path);
        switch (node) {
            case MapNode map -> map.entries().forEach(entry -> collect(entry.value(), path.key(entry.key()), into));
            case ListNode list -> {
                for (int i = 0; i < list.items().size(); i++) {
                    collect(list.items().get(i), path.index(i), into);
                }
            }
            default -> {}
        }
    }
}
