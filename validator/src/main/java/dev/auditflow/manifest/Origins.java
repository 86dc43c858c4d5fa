package dev.auditflow.manifest;

import dev.auditflow.render.OriginMap;
import dev.auditflow.yaml.Mark;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Turns the runs behind a stretch of text into one origin. */
final class Origins {
    private Origins() {}

    static Origin of(OriginMap map, Mark mark) {
        List<OriginMap.Run> runs = map.between(mark.offset(), Math.max(mark.end(), mark.offset() + 1));
        if (runs.isEmpty()) {
            return Origin.none();
        }
        OriginMap.Run first = runs.getFirst();
        Set<Origin.ValueOrigin> values = new LinkedHashSet<>();
        boolean literal = true;
        for (OriginMap.Run run : runs) {
            literal &= run.literal();
            for (OriginMap.ValueRead read : run.values()) {
                values.add(new Origin.ValueOrigin(read.key(), new Place(read.file(), read.line(), 0)));
            }
        }
        Origin.Precision precision = first.line() == 0
                ? Origin.Precision.UNKNOWN
                : literal ? Origin.Precision.EXACT : Origin.Precision.DERIVED;
        return new Origin(new Place(first.template(), first.line(), first.column()), precision, List.copyOf(values));
    }
}
