package dev.auditflow.gate;

import dev.auditflow.check.Finding;
import dev.auditflow.check.RunRules;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.Rendering;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what differs between two renderings of the same target. */
final class Repeatability {
    private static final int MAX_NAMED = 5;

    private Repeatability() {}

    static Optional<Finding> compare(Rendering once, Rendering twice) {
        if (texts(once).equals(texts(twice))) {
            return Optional.empty();
        }
        List<Resource> before = new ManifestReader().read(once).resources();
        List<Resource> after = new ManifestReader().read(twice).resources();
        List<String> fields = new ArrayList<>();
        Resource first = null;
        FieldPath firstPath = FieldPath.root();
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            List<FieldPath> paths = new ArrayList<>();
            differ(before.get(i).root(), after.get(i).root(), FieldPath.root(), paths);
            for (FieldPath path : paths) {
                fields.add(before.get(i).id() + " " + path);
            }
            if (first == null && !paths.isEmpty()) {
                first = before.get(i);
                firstPath = paths.getFirst();
            }
        }
        String named = String.join(", ", fields.subList(0, Math.min(MAX_NAMED, fields.size())));
        String more = fields.size() > MAX_NAMED ? " and %d more".formatted(fields.size() - MAX_NAMED) : "";
        if (first == null) {
            return Optional.of(Finding.about(
                    RunRules.NOT_REPEATABLE, Location.none(), "Rendering twice gave different documents or comments"));
        }
        return Optional.of(Finding.at(
                RunRules.NOT_REPEATABLE,
                first,
                firstPath,
                "Rendering twice gave different %s%s".formatted(named, more)));
    }

    /** A finding for each place that calls something random or the clock. */
    static List<Finding> named(Rendering rendering) {
        return rendering.noises().stream().map(Repeatability::named).toList();
    }

    private static Finding named(Rendering.Noise noise) {
        Place place = noise.template().isEmpty() ? Place.none() : new Place(noise.template(), noise.line(), 0);
        Origin.Precision precision = noise.line() > 0 ? Origin.Precision.EXACT : Origin.Precision.UNKNOWN;
        return Finding.about(
                RunRules.NOT_REPEATABLE,
                new Location(Place.none(), new Origin(place, precision, List.of())),
                noise.function()
                        + " gives something else each time the chart is rendered; here it is drawn from the release");
    }

    private static List<String> texts(Rendering rendering) {
        return rendering.files().stream().map(Rendering.RenderedFile::text).toList();
    }

    private static void differ(Node before, Node after, FieldPath path, List<FieldPath> paths) {
        if (before instanceof MapNode was && after instanceof MapNode is) {
            for (MapNode.Entry entry : was.entries()) {
                Optional<Node> value = is.get(entry.key());
                if (value.isEmpty()) {
                    paths.add(path.key(entry.key()));
                } else {
                    differ(entry.value(), value.get(), path.key(entry.key()), paths);
                }
            }
        } else if (before instanceof ListNode was
                && after instanceof ListNode is
                && was.items().size() == is.items().size()) {
            for (int i = 0; i < was.items().size(); i++) {
                differ(was.items().get(i), is.items().get(i), path.index(i), paths);
            }
        } else if (!java.util.Arrays.equals(
                dev.auditflow.yaml.Json.bytes(before), dev.auditflow.yaml.Json.bytes(after))) {
            paths.add(path);
        }
    }
}
