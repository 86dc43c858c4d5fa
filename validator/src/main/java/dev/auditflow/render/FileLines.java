package dev.auditflow.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Origins of a file that is printed as it is: its own lines. */
public final class FileLines implements OriginMap {
    private final String file;
    private final int[] starts;
    private final int length;

    /** @param file where the text lies, as a person would look it up */
    public FileLines(String file, String text) {
        this.file = file;
        this.length = text.length();
        int[] lines = new int[16];
        int count = 1;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            if (count == lines.length) {
                lines = Arrays.copyOf(lines, count * 2);
            }
            lines[count++] = at + 1;
        }
        this.starts = Arrays.copyOf(lines, count);
    }

    @Override
    public List<Run> between(int from, int to) {
        int found = Arrays.binarySearch(starts, from);
        List<Run> runs = new ArrayList<>();
        for (int i = found >= 0 ? found : -found - 2; i < starts.length && starts[i] < to; i++) {
            int end = i + 1 < starts.length ? starts[i + 1] : length;
            runs.add(new Run(starts[i], end, file, i + 1, 1, true, true, List.of(), List.of()));
        }
        return runs;
    }
}
