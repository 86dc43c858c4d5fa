package dev.auditflow.gate.excerpt;

import dev.auditflow.check.Finding;
import dev.auditflow.check.Verdict;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Origin;
import dev.auditflow.render.Rendering;
import dev.auditflow.report.Excerpt;
import dev.auditflow.report.Excerpts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The excerpts of one target: lines of its rendering, its templates and its values. */
final class TargetExcerpts {
    private static final int MOST_VALUES = 4;

    private final Sources sources;
    private final Map<String, Rendering.RenderedFile> files = new HashMap<>();
    private final Map<String, RenderedText> rendered = new HashMap<>();
    private final Map<String, Set<Integer>> hidden = new HashMap<>();

    /** @param rendering without files if the target did not render: then nothing tells what its templates hide */
    TargetExcerpts(Rendering rendering, Sources sources) {
        this.sources = sources;
        for (Rendering.RenderedFile file : rendering.files()) {
            files.put(file.name(), file);
        }
    }

    Map<Excerpts.At, List<Excerpt>> of(Verdict verdict) {
        Map<Excerpts.At, List<Excerpt>> found = new HashMap<>();
        for (Finding finding : verdict.findings()) {
            Location location = finding.location();
            found.computeIfAbsent(new Excerpts.At(verdict.target(), location), _ -> around(location));
        }
        return found;
    }

    private List<Excerpt> around(Location location) {
        List<Excerpt> found = new ArrayList<>();
        Optional<RenderedText> text = text(location.rendered().file());
        text.flatMap(file -> file.around(location.rendered())).ifPresent(found::add);
        Origin origin = location.origin();
        if (origin.precision() != Origin.Precision.UNKNOWN
                && isTemplate(origin.template().file())) {
            sources.template(origin.template().file())
                    .flatMap(template -> template.around(
                            origin.template(),
                            line -> isHidden(origin.template().file(), line)))
                    .ifPresent(found::add);
        }
        String visible = text.map(file -> file.shownAt(location.rendered())).orElse("");
        origin.values().stream()
                .map(Origin.ValueOrigin::place)
                .distinct()
                .limit(MOST_VALUES)
                .forEach(place -> sources.values(place.file())
                        .flatMap(values -> values.around(place, visible))
                        .ifPresent(found::add));
        return found;
    }

    private boolean isHidden(String template, int line) {
        return files.isEmpty() || hidden.getOrDefault(template, Set.of()).contains(line);
    }

    /** What fails to render may be named at a values file, and its values are not shown. */
    private static boolean isTemplate(String file) {
        return file.contains("/templates/");
    }

    private Optional<RenderedText> text(String name) {
        Rendering.RenderedFile file = files.get(name);
        return file == null
                ? Optional.empty()
                : Optional.of(rendered.computeIfAbsent(name, _ -> {
                    RenderedText text = new RenderedText(file);
                    text.hiddenInTemplates()
                            .forEach((template, lines) -> hidden.computeIfAbsent(template, _ -> new HashSet<>())
                                    .addAll(lines));
                    return text;
                }));
    }
}
