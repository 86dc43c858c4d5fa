package dev.auditflow.coverage;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What renderings executed of one template file.
 *
 * @param file where it lies, as a person would look it up
 * @param lines how often each line was rendered; lines without text, actions or control structures are not in it
 * @param branches in the order of the file
 * @param mentions fields that the file names, in its order
 */
public record TemplateUse(
        String file, SortedMap<Integer, Long> lines, List<BranchUse> branches, List<Mention> mentions) {
    public TemplateUse {
        lines = Collections.unmodifiableSortedMap(new TreeMap<>(lines));
        branches = List.copyOf(branches);
        mentions = List.copyOf(mentions);
    }

    /**
     * A place that names a field.
     *
     * @param path dotted, without a leading dot: {@code Values.image.tag}, or {@code tag} of a variable
     * @param line counted from 1
     */
    public record Mention(String path, int line) {}

    /** The sum of two counts of the same file. */
    public TemplateUse plus(TemplateUse other) {
        SortedMap<Integer, Long> sum = new TreeMap<>(lines);
        other.lines.forEach((line, hits) -> sum.merge(line, hits, Long::sum));
        SortedMap<BranchUse, BranchUse> both = new TreeMap<>(BranchUse.BY_PLACE);
        Stream.of(branches, other.branches)
                .flatMap(Collection::stream)
                .forEach(branch -> both.merge(branch, branch, BranchUse::plus));
        return new TemplateUse(file, sum, List.copyOf(both.values()), mentions);
    }

    /** Whether the file only defines templates for others. */
    public boolean isPartial() {
        return isPartial(file);
    }

    /** Whether a file of this name only defines templates for others: one that begins with an underscore. */
    public static boolean isPartial(String file) {
        return file.startsWith("_", file.lastIndexOf('/') + 1);
    }

    /** How many of the lines were rendered. */
    public Count lineCount() {
        return new Count(lines.size(), (int)
                lines.values().stream().filter(hits -> hits > 0).count());
    }

    /** How many ways of the branches were gone; each branch has two. */
    public Count branchCount() {
        return new Count(
                2 * branches.size(),
                branches.stream().mapToInt(BranchUse::taken).sum());
    }

    /** Whether any rendering came by a line. */
    public boolean isRendered(int line) {
        return lines.getOrDefault(line, 0L) > 0;
    }

    /** The lines that were never rendered. */
    public List<Integer> missedLines() {
        return lines.entrySet().stream()
                .filter(line -> line.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Branches with a way that was never gone. */
    public List<BranchUse> missedBranches() {
        return branches.stream().filter(branch -> branch.taken() < 2).toList();
    }
}
