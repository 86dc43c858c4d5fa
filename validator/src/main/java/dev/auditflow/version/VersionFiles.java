package dev.auditflow.version;

import dev.auditflow.config.ConfigException;
import dev.auditflow.host.AtomicFiles;
import dev.auditflow.host.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Writes next versions wherever they stand. Either every file can be changed, or none is. */
public final class VersionFiles {
    private final Map<Path, String> texts = new LinkedHashMap<>();

    private VersionFiles() {}

    /**
     * Writes the next version of each part that is behind.
     *
     * @return the files that changed
     * @throws ConfigException if one has not exactly one place for the version, or cannot be written
     */
    public static List<Path> write(List<NextVersion> plans) throws ConfigException {
        VersionFiles files = new VersionFiles();
        for (NextVersion plan : plans) {
            if (plan.isBehind()) {
                files.part(plan);
                files.holders(plan, plans);
            }
        }
        for (Map.Entry<Path, String> file : files.texts.entrySet()) {
            try {
                AtomicFiles.write(file.getKey(), file.getValue());
            } catch (IOException e) {
                throw new ConfigException(file.getKey() + " cannot be written: " + e.getMessage());
            }
        }
        return List.copyOf(files.texts.keySet());
    }

    private void part(NextVersion plan) throws ConfigException {
        Path chart = plan.part().chart().resolve("Chart.yaml");
        texts.put(
                chart, ChartFile.of(chart, text(chart)).withVersion(plan.next()).text());
        for (Path file : plan.part().files()) {
            texts.put(
                    file,
                    replaced(
                            file,
                            text(file),
                            plan.current().toString(),
                            plan.next().toString()));
        }
    }

    /** The charts that hold this one name its version too. */
    private void holders(NextVersion plan, List<NextVersion> plans) throws ConfigException {
        for (NextVersion holder : plans) {
            Path file = holder.part().chart().resolve("Chart.yaml");
            ChartFile chart = ChartFile.of(file, text(file));
            if (!chart.dependencies().contains(plan.chart())) {
                continue;
            }
            Path lock = holder.part().chart().resolve("Chart.lock");
            if (Files.exists(lock)) {
                throw new ConfigException(
                        "%s would not fit to the new version of %s, and helm alone can write it; let the subcharts lie in"
                                        .formatted(lock, plan.chart())
                                + " the folder charts/ without a lock");
            }
            texts.put(file, chart.withDependency(plan.chart(), plan.next()).text());
        }
    }

    private String text(Path file) throws ConfigException {
        String known = texts.get(file);
        if (known != null) {
            return known;
        }
        try {
            return TextFiles.read(file);
        } catch (TextFiles.Unusable e) {
            throw new ConfigException(e.sentence());
        }
    }

    /**
     * The text with another version in the one line that sets it: {@code version = "1.2.3"}, {@code VERSION: 1.2.3},
     * {@code "version": "1.2.3",} or {@code <version>1.2.3</version>}.
     */
    static String replaced(Path file, String text, String current, String next) throws ConfigException {
        String value = Pattern.quote(current);
        Pattern line = Pattern.compile("(?im)^[ \\t]*(?:\"?version\"?[ \\t]*[:=][ \\t]*([\"']?)" + value
                + "\\1,?|<version>" + value + "</version>)[ \\t]*\\r?$");
        List<MatchResult> found = line.matcher(text).results().toList();
        if (found.size() != 1) {
            throw new ConfigException(
                    "%s has %d lines that set a version to %s, and one was expected; it is a file of \"versions\" in"
                                    .formatted(file, found.size(), current)
                            + " auditflow.yaml");
        }
        MatchResult place = found.getFirst();
        return text.substring(0, place.start()) + place.group().replace(current, next) + text.substring(place.end());
    }
}
