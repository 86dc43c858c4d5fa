package dev.auditflow.render;

import dev.auditflow.render.chart.SetFlags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of a request as a helm process takes them: nothing of {@code --set} flags stands in its arguments but whole
 * numbers, and files that SOPS encrypted come by standard input, with all others.
 *
 * @param flags arguments
 * @param input for standard input; empty for none
 */
public record HelmValues(List<String> flags, String input) {
    public HelmValues {
        flags = List.copyOf(flags);
    }

    /** The values of a request. @throws ChartProblem if a flag or a values file cannot be read */
    public static HelmValues of(HelmRequest request) {
        boolean sealed = !SealedValues.among(request.valuesFiles()).isEmpty();
        SetFlags.Carried carried = sealed ? SetFlags.carryAll(request) : SetFlags.carry(request);
        List<String> flags = new ArrayList<>();
        if (!sealed) {
            request.valuesFiles().forEach(file -> flags.add("--values=" + csv(file)));
        }
        if (!carried.document().isEmpty()) {
            flags.add("--values=-");
        }
        carried.numbers().forEach(number -> flags.add("--set=" + number));
        return new HelmValues(flags, carried.document());
    }

    /** Helm reads the flag as a line of comma-separated values. */
    private static String csv(Path file) {
        String path = file.toAbsolutePath().toString();
        return path.contains(",") || path.contains("\"") ? '"' + path.replace("\"", "\"\"") + '"' : path;
    }
}
