package dev.auditflow.render.template;

import dev.auditflow.coverage.BranchUse;
import dev.auditflow.coverage.TemplateUse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is executed of the templates of files; texts of {@code tpl} are no files. Counts belong to a rendering that
 * came to its end: what an error left out is not subtracted. Used by one thread.
 */
public final class TemplateHits {
    /** The executions of a list of statements, and how many of them ended at each. */
    private static final class Runs {
        private long entered;
        private int[] left = {};
    }

    private record Parsed(Tree tree, List<Template> templates) {}

    private final IdentityHashMap<Node, Runs> runs = new IdentityHashMap<>();
    private final List<Parsed> files = new ArrayList<>();

    void parsed(Tree tree, Collection<Template> templates) {
        if (!tree.file.isEmpty()) {
            files.add(new Parsed(tree, List.copyOf(templates)));
        }
    }

    /** A list of statements begins, or a branch goes the way of an {@code else} that is not written. */
    void enter(Node node) {
        if (!node.tree.file.isEmpty()) {
            runs.computeIfAbsent(node, _ -> new Runs()).entered++;
        }
    }

    /** A list of statements ends before its time, at the statement with an index. */
    void leave(ListNode list, int index) {
        Runs known = runs.get(list);
        if (known != null) {
            if (known.left.length <= index) {
                known.left = Arrays.copyOf(known.left, list.statements().size());
            }
            known.left[index]++;
        }
    }

    /** What was counted, for each parsed file in the order of parsing. */
    public List<TemplateUse> uses() {
        return files.stream().map(this::use).toList();
    }

    private TemplateUse use(Parsed file) {
        Outline outline = new Outline();
        for (Template template : file.templates) {
            boolean body = template.name().equals(file.tree.parseName);
            // What stands outside of the definitions of a partial is never printed.
            if (!body || !TemplateUse.isPartial(file.tree.parseName) || entered(template.root()) > 0) {
                outline.list(template.root());
            }
        }
        return new TemplateUse(
                file.tree.file,
                outline.lines,
                List.copyOf(outline.branches.values()),
                FieldMentions.in(file.templates.stream().map(Template::root).toList()));
    }

    private long entered(Node node) {
        Runs known = runs.get(node);
        return known == null ? 0 : known.entered;
    }

    /** The lines and branches of one file. */
    private final class Outline {
        private final SortedMap<Integer, Long> lines = new TreeMap<>();
        private final SortedMap<Integer, BranchUse> branches = new TreeMap<>();

        void list(ListNode list) {
            Runs known = runs.get(list);
            long times = known == null ? 0 : known.entered;
            for (int i = 0; i < list.statements().size(); i++) {
                Statement statement = list.statements().get(i);
                if (!statement.isEmpty()) {
                    lines.merge(statement.line(), times, Math::max);
                }
                if (statement instanceof BranchNode branch) {
                    branch(branch);
                }
                times -= known == null || known.left.length <= i ? 0 : known.left[i];
            }
        }

        private void branch(BranchNode node) {
            @Nullable ListNode otherwise = node.otherwise;
            BranchUse.Kind kind = switch (node) {
                case IfNode _ -> BranchUse.Kind.IF;
                case WithNode _ -> BranchUse.Kind.WITH;
                default -> BranchUse.Kind.RANGE;
            };
            branches.put(
                    node.position,
                    new BranchUse(
                            node.line(),
                            node.tree.column(node.position),
                            kind,
                            node.keyword() + " " + node.pipe.source(),
                            entered(node.body),
                            entered(otherwise == null ? node : otherwise)));
            list(node.body);
            if (otherwise != null) {
                list(otherwise);
            }
        }
    }
}
