package dev.auditflow.cli;

import dev.auditflow.config.ChartOptions;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Source;
import dev.auditflow.config.Target;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.HelmEngine;
import dev.auditflow.render.RenderResult;
import dev.auditflow.render.Renderer;
import dev.auditflow.yaml.MapNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** CustomResourceDefinitions that the configuration names. */
final class Definitions {
    private Definitions() {}

    static List<MapNode> read(List<Path> paths, HelmEngine helm) throws ConfigException {
        List<MapNode> definitions = new ArrayList<>();
        ChartOptions none = new ChartOptions(
                "x", "default", List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), false,
                false);
        Renderer renderer = new Renderer(helm, System.in);
        for (Path path : paths) {
            Target target = new Target("", "", "", Config.DEFAULT_KUBERNETES, new Source.Manifests(path), none, false);
            switch (renderer.render(target)) {
                case RenderResult.Failed failed ->
                    throw new ConfigException("schemas.crds: " + Failures.sentence(failed));
                case RenderResult.Rendered rendered -> {
                    for (Resource resource :
                            new ManifestReader().read(rendered.rendering()).resources()) {
                        if (resource.id().kind().equals("CustomResourceDefinition")) {
                            definitions.add(resource.root());
                        }
                    }
                }
            }
        }
        return definitions;
    }
}
