package dev.auditflow.manifest;

import dev.auditflow.render.OriginMap;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Turns the runs behind a stretch of text into one origin. */
final class Origins {
    private Origins() {}

    static Origin of(OriginMap map, Nodes.Extent extent) {
        List<OriginMap.Run> runs = content(map.between(extent.from(), extent.to()), extent);
        if (runs.isEmpty()) {
            return Origin.none();
        }
        Set<Origin.ValueOrigin> values = new LinkedHashSet<>();
        boolean literal = true;
        for (OriginMap.Run run : runs) {
            literal &= run.literal();
            run.values().forEach(read -> values.add(value(read)));
        }
        List<Place> way = way(runs, extent);
        Place place = way.getFirst();
        Origin.Precision precision = place.line() == 0
                ? Origin.Precision.UNKNOWN
                : literal ? Origin.Precision.EXACT : Origin.Precision.DERIVED;
        return new Origin(place, precision, List.copyOf(values), way.subList(1, way.size()));
    }

    /** Without the quotes, which may come from elsewhere than what they enclose. */
    private static List<OriginMap.Run> content(List<OriginMap.Run> runs, Nodes.Extent extent) {
        if (!extent.quoted() || runs.size() < 2) {
            return runs;
        }
        boolean opens = runs.getFirst().to() == extent.from() + 1;
        boolean closes = runs.getLast().from() == extent.to() - 1;
        List<OriginMap.Run> inside = runs.subList(opens ? 1 : 0, runs.size() - (closes ? 1 : 0));
        return inside.isEmpty() ? runs : inside;
    }

    private static Origin.ValueOrigin value(OriginMap.ValueRead read) {
        return new Origin.ValueOrigin(
                read.key(),
                new Place(read.file(), read.line(), 0),
                read.overridden().stream()
                        .map(lower -> new Place(lower.file(), lower.line(), 0))
                        .toList());
    }

    /** The place that wrote all of the text, and the places that called it. */
    private static List<Place> way(List<OriginMap.Run> runs, Nodes.Extent extent) {
        List<Place> way = way(runs.getFirst(), extent);
        for (int i = 0; i < way.size(); i++) {
            Place place = way.get(i);
            if (runs.stream().allMatch(run -> passes(run, place))) {
                return way.subList(i, way.size());
            }
        }
        return way;
    }

    private static List<Place> way(OriginMap.Run run, Nodes.Extent extent) {
        List<Place> way = new ArrayList<>();
        int inside = run.text() ? Math.max(0, extent.from() - run.from()) : 0;
        way.add(new Place(run.template(), run.line(), run.column() + inside));
        for (OriginMap.Call call : run.calls()) {
            way.add(new Place(call.template(), call.line(), call.column()));
        }
        return way;
    }

    private static boolean passes(OriginMap.Run run, Place place) {
        return isAt(run.template(), run.line(), place)
                || run.calls().stream().anyMatch(call -> isAt(call.template(), call.line(), place));
    }

    private static boolean isAt(String file, int line, Place place) {
        return line == place.line() && file.equals(place.file());
    }
}
