package dev.auditflow.cli;

import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.PolicySettings;
import dev.auditflow.config.Source;
import dev.auditflow.config.Target;
import dev.auditflow.gate.cache.InputKeys;
import dev.auditflow.host.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files and folders that a run reads. */
final class InputPaths {
    private static final Pattern OUTSIDE = Pattern.compile("(\\.\\./[^\\s\"',\\]}]+)");

    private InputPaths() {}

    /** What every target depends on. @throws ConfigException if a flag makes no sense */
    static List<Path> shared(Config config, CheckFlags checks, Path baseline) throws ConfigException {
        PolicySettings policies = checks.policies(config.policies());
        List<Path> paths = new ArrayList<>(List.of(config.file(), baseline));
        paths.addAll(policies.paths());
        paths.addAll(policies.data());
        paths.addAll(config.customResourceDefinitions());
        return paths.stream().filter(path -> !path.toString().isEmpty()).toList();
    }

    /** What any of the targets depends on. @throws ConfigException if a flag makes no sense */
    static List<Path> of(Selection.Chosen chosen, CheckFlags checks, Path baseline) throws ConfigException {
        Set<Path> paths = new LinkedHashSet<>(shared(chosen.config(), checks, baseline));
        if (!chosen.config().golden().toString().isEmpty()) {
            paths.add(chosen.config().golden());
        }
        for (Target target : chosen.targets()) {
            switch (target.source()) {
                case Source.Chart(Path path) -> paths.add(path);
                case Source.Manifests(Path path) -> paths.add(path);
                case Source.Kustomization(Path path) -> addBases(path, paths);
                case Source.StandardInput _ -> {
                    // It has no file.
                }
            }
            paths.addAll(target.options().valuesFiles());
            paths.addAll(target.options().lookup());
            try {
                paths.addAll(InputKeys.setFiles(target));
            } catch (IOException e) {
                // The run says what is wrong with the flag; correcting the configuration starts another.
            }
        }
        return List.copyOf(paths);
    }

    /** The folder and whatever its kustomization seems to name outside of it; too much does no harm. */
    private static void addBases(Path folder, Set<Path> paths) {
        if (!paths.add(folder)) {
            return;
        }
        for (String name : List.of("kustomization.yaml", "kustomization.yml", "Kustomization")) {
            Path file = folder.resolve(name);
            try {
                Matcher outside = OUTSIDE.matcher(Files.isRegularFile(file) ? TextFiles.read(file) : "");
                while (outside.find()) {
                    Path named = folder.resolve(outside.group(1)).normalize();
                    if (Files.isDirectory(named)) {
                        addBases(named, paths);
                    } else if (Files.isRegularFile(named)) {
                        paths.add(named);
                    }
                }
            } catch (TextFiles.Unusable e) {
                // The run says what is wrong with the file.
                paths.add(file);
            }
        }
    }
}
