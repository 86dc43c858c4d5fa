package dev.auditflow.render.chart;

/** How large a chart may be; Helm's own limits, and a number of files. */
final class ChartLimits {
    static final long MAX_CHART = 100L << 20;
    static final long MAX_FILE = 5L << 20;
    static final int MAX_FILES = 20_000;

    private ChartLimits() {}

    /** @param words what Helm calls such a file */
    static void check(String words, String name, long size, long total, int count, String place) {
        if (size > MAX_FILE) {
            throw new ChartProblem(
                    "%s \"%s\" is larger than the maximum file size %d".formatted(words, name, MAX_FILE),
                    place,
                    0,
                    "Name the file in .helmignore, or take it out of the chart");
        }
        if (total > MAX_CHART) {
            throw new ChartProblem(
                    "decompressed chart is larger than the maximum file size %d".formatted(MAX_CHART),
                    place,
                    0,
                    "Name what is no part of the chart in .helmignore");
        }
        if (count >= MAX_FILES) {
            throw new ChartProblem(
                    "The chart has more than %d files".formatted(MAX_FILES),
                    place,
                    0,
                    "Name what is no part of the chart in .helmignore");
        }
    }
}
