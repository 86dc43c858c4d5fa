package dev.auditflow.cli;

import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Place;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.Rendering;
import dev.auditflow.render.chart.SourceText;
import dev.auditflow.report.FieldChain;
import dev.auditflow.yaml.FieldPath;

/** Shows the lines behind a field. Lines of values files are not shown: they may hold secrets. */
final class FieldSource {
    private final Rendering rendering;

    FieldSource(Rendering rendering) {
        this.rendering = rendering;
    }

    String chain(Resource resource, FieldPath path) {
        Location location = resource.locate(path);
        return isSecret(resource, path)
                ? FieldChain.of(location, "(not shown: a Secret's value)", _ -> "")
                : FieldChain.of(location, rendered(location.rendered()), FieldSource::line);
    }

    private static boolean isSecret(Resource resource, FieldPath path) {
        return resource.id().kind().equals("Secret")
                && !path.isRoot()
                && path.steps().getFirst() instanceof FieldPath.Step.Key(String name)
                && (name.equals("data") || name.equals("stringData"));
    }

    private String rendered(Place place) {
        for (Rendering.RenderedFile file : rendering.files()) {
            if (file.name().equals(place.file())) {
                return line(file.text(), place.line());
            }
        }
        return "";
    }

    /** A line of a template. */
    private static String line(Place place) {
        return SourceText.read(place.file())
                .map(text -> line(text, place.line()))
                .orElse("");
    }

    private static String line(String text, int line) {
        return line == 0 ? "" : text.lines().skip(line - 1L).findFirst().orElse("");
    }
}
