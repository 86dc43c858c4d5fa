package dev.auditflow.config;

import java.nio.file.Path;
import java.util.List;

/**
 * What Helm's own flags say.
 *
 * @param releaseName never empty
 * @param namespace never empty
 * @param valuesFiles later ones win
 * @param set {@code key=value} pairs, after the files
 * @param apiVersions added to {@code .Capabilities.APIVersions}
 * @param lookup files of objects that {@code lookup} answers from
 */
public record ChartOptions(
        String releaseName,
        String namespace,
        List<Path> valuesFiles,
        List<String> set,
        List<String> setString,
        List<String> setFile,
        List<String> setJson,
        List<String> apiVersions,
        List<Path> lookup,
        boolean includeCrds,
        boolean noHooks) {
    public ChartOptions {
        valuesFiles = List.copyOf(valuesFiles);
        set = List.copyOf(set);
        setString = List.copyOf(setString);
        setFile = List.copyOf(setFile);
        setJson = List.copyOf(setJson);
        apiVersions = List.copyOf(apiVersions);
        lookup = List.copyOf(lookup);
    }
}
