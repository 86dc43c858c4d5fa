package dev.auditflow.render.template;

import dev.auditflow.render.OriginMap;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the writers of a text into runs that name files, lines and values keys, when somebody asks. */
final class RunList implements OriginMap {
    private static final int MAX_NESTING = 64;

    private final Runs runs;
    private final int length;

    private RunList(Runs runs, int length) {
        this.runs = runs;
        this.length = length;
    }

    static OriginMap of(Traced text) {
        int length = String.valueOf(text.value()).length();
        return text.trace() instanceof Runs runs && runs.count() > 0 ? new RunList(runs, length) : OriginMap.none();
    }

    @Override
    public List<Run> between(int from, int to) {
        List<Run> made = new ArrayList<>();
        for (int i = runs.indexAt(from); i < runs.count() && runs.start(i) < to; i++) {
            int end = i + 1 < runs.count() ? runs.start(i + 1) : length;
            if (end > from) {
                made.add(run(i, end));
            }
        }
        return made;
    }

    /** A node in a file, and what was read on the way to it. */
    private record Found(Node node, Set<Source> sources, boolean literal) {}

    private Run run(int index, int to) {
        Writer writer = runs.writer(index);
        Found found = inFile(writer);
        Node node = found.node();
        boolean known = !node.tree.file.isEmpty();
        boolean text = node instanceof TextNode && found.literal();
        int column = known ? node.tree.column(node.position + (text ? runs.skip(index) : 0)) : 0;
        return new Run(
                runs.start(index),
                to,
                node.tree.file,
                known ? node.line() : 0,
                column,
                found.literal(),
                text,
                found.sources().stream()
                        .limit(Derived.MAX_SOURCES)
                        .map(RunList::read)
                        .toList(),
                calls(runs.frame(index)));
    }

    /** What a tpl text prints was written where that text was: by the values entry or the template it stands in. */
    private static Found inFile(Writer writer) {
        Set<Source> sources = new LinkedHashSet<>(Derived.sources(writer.read()));
        boolean literal = writer.literal();
        Node node = writer.node();
        for (int depth = 0; depth < MAX_NESTING && node.tree.origin instanceof Runs origin; depth++) {
            Writer outer = origin.writer(origin.indexAt(node.position));
            sources.addAll(Derived.sources(outer.read()));
            literal &= outer.literal();
            node = outer.node();
        }
        return new Found(node, sources, literal);
    }

    private static List<Call> calls(@Nullable Frame innermost) {
        List<Call> calls = new ArrayList<>();
        for (Frame frame = innermost; frame != null && calls.size() < MAX_NESTING; frame = frame.outer()) {
            Node node = inFile(new Writer(frame.call(), true, null)).node();
            if (!node.tree.file.isEmpty()) {
                Call call = new Call(node.tree.file, node.line(), node.tree.column(node.position));
                if (calls.isEmpty() || !calls.getLast().equals(call)) {
                    calls.add(call);
                }
            }
        }
        return calls;
    }

    private static ValueRead read(Source source) {
        List<ValueRead> overridden = new ArrayList<>();
        for (Source next = source.overridden(); next != null; next = next.overridden()) {
            overridden.add(new ValueRead(next.key(), next.file(), next.line(), List.of()));
        }
        return new ValueRead(source.key(), source.file(), source.line(), overridden);
    }
}
