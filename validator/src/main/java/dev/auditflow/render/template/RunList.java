package dev.auditflow.render.template;

import dev.auditflow.render.OriginMap.Run;
import dev.auditflow.render.OriginMap.ValueRead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the writers of a text into runs that name files, lines and values keys. */
final class RunList {
    private static final int MAX_NESTING = 64;

    private final Map<Source, ValueRead> reads = new HashMap<>();

    private RunList() {}

    static List<Run> of(Traced text) {
        if (!(text.trace() instanceof Runs runs)) {
            return List.of();
        }
        RunList list = new RunList();
        int end = String.valueOf(text.value()).length();
        List<Run> made = new ArrayList<>(runs.count());
        for (int i = 0; i < runs.count(); i++) {
            int to = i + 1 < runs.count() ? runs.start(i + 1) : end;
            made.add(list.run(runs.start(i), to, runs.writer(i)));
        }
        return made;
    }

    private Run run(int from, int to, Writer writer) {
        Set<Source> sources = new LinkedHashSet<>(Derived.sources(writer.read()));
        boolean literal = writer.literal();
        Node node = writer.node();
        // What a tpl text prints was written where that text was: by the values entry it stands in.
        for (int depth = 0; depth < MAX_NESTING && node.tree.origin != null; depth++) {
            Trace origin = node.tree.origin;
            Writer outer = at(origin, node.position);
            literal &= node instanceof TextNode;
            if (outer == null) {
                sources.addAll(Derived.sources(origin));
                break;
            }
            sources.addAll(Derived.sources(outer.read()));
            literal &= outer.literal();
            node = outer.node();
        }
        int line = node.tree.parseName.isEmpty() ? 0 : node.line();
        int column = line == 0 ? 0 : node.tree.column(node.position);
        List<ValueRead> values = sources.stream()
                .limit(Derived.MAX_SOURCES)
                .map(source -> reads.computeIfAbsent(source, s -> new ValueRead(s.key(), s.file(), s.line())))
                .toList();
        return new Run(from, to, node.tree.parseName, line, column, literal, values);
    }

    private static @Nullable Writer at(Trace origin, int offset) {
        return origin instanceof Runs runs && runs.count() > 0 ? runs.writer(runs.indexAt(offset)) : null;
    }
}
