package dev.auditflow.init;

import dev.auditflow.init.PlannedRelease.PlannedEnvironment;
import dev.auditflow.yaml.MapNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the values files of a chart by the names that people give them: {@code values-dev.yaml}, {@code values.prod.yaml}
 * and {@code dev-values.yaml} beside it, {@code environments/dev.yaml} and {@code environments/dev/<chart>.yaml} below it
 * or below a folder around it, and {@code ci/*-values.yaml}, with which chart authors test.
 */
final class ValuesFiles {
    private static final Pattern BESIDE =
            Pattern.compile("(?:values[-._](?<after>.+)|(?<before>.+)[-._]values)\\.ya?ml", Pattern.CASE_INSENSITIVE);
    private static final Pattern STEM = Pattern.compile("(?<stem>.+)\\.ya?ml");
    private static final List<String> ENVIRONMENT_FOLDERS = List.of("environments", "envs", "env");
    private static final List<String> FOLDERS =
            List.of("environments", "envs", "env", "values", "config", "overlays", "deploy", "deployments");

    private final Repository repository;
    private final Charts charts;
    private final List<LeftOut> leftOut;

    /** @param leftOut takes files that look like values and cannot be used */
    ValuesFiles(Repository repository, Charts charts, List<LeftOut> leftOut) {
        this.repository = repository;
        this.charts = charts;
        this.leftOut = leftOut;
    }

    /** The environments of a chart; empty when it has values of its own only. */
    Map<String, PlannedEnvironment> of(Path chart, String name) {
        Map<String, List<String>> values = new TreeMap<>(EnvironmentNames.promotion());
        Map<String, String> scenarios = new TreeMap<>();
        around(chart, name, values);
        for (Path file : repository.in(chart)) {
            label(file).ifPresent(label -> take(label, file, EnvironmentNames.isKnown(label), values, scenarios));
        }
        for (String folder : List.of("environments", "envs", "env", "values")) {
            below(chart.resolve(folder), ENVIRONMENT_FOLDERS.contains(folder), values, scenarios);
        }
        Map<String, String> tests = new TreeMap<>();
        for (Path file : repository.in(chart.resolve("ci"))) {
            String label = label(file).or(() -> stem(file)).orElse("");
            if (!label.isEmpty() && !isEmpty(file) && isUsable(file)) {
                tests.put(slug(label), Repository.name(file));
            }
        }
        return environments(values, scenarios, tests);
    }

    private static Map<String, PlannedEnvironment> environments(
            Map<String, List<String>> values, Map<String, String> scenarios, Map<String, String> tests) {
        Map<String, PlannedEnvironment> environments = new TreeMap<>(EnvironmentNames.promotion());
        values.forEach((name, files) -> environments.put(name, PlannedEnvironment.of(files, Map.of())));
        if (!scenarios.isEmpty()) {
            String first = environments.isEmpty()
                    ? EnvironmentNames.DEFAULT
                    : environments.keySet().iterator().next();
            List<String> own = values.getOrDefault(first, List.of());
            environments.put(first, PlannedEnvironment.of(own, scenarios));
        }
        if (!tests.isEmpty()) {
            environments.putIfAbsent(EnvironmentNames.CI, PlannedEnvironment.of(List.of(), tests));
        }
        return environments;
    }

    /** Values that folders around the chart hold for an environment, the outermost first. */
    private void around(Path chart, String name, Map<String, List<String>> values) {
        List<Path> folders = new ArrayList<>();
        for (Path folder = chart; !folder.toString().isEmpty(); ) {
            folder = Repository.parent(folder);
            folders.addFirst(folder);
        }
        for (Path folder : folders) {
            for (Path file : repository.in(folder)) {
                label(file)
                        .filter(EnvironmentNames::isKnown)
                        .ifPresent(label -> take(label, file, true, values, Map.of()));
            }
            for (String kind : FOLDERS) {
                shared(folder.resolve(kind), name, values);
            }
        }
    }

    private void shared(Path folder, String name, Map<String, List<String>> values) {
        for (Path file : repository.files()) {
            if (!file.startsWith(folder) || !Repository.isYaml(file) || charts.own(file)) {
                continue;
            }
            Path below = folder.relativize(file);
            String first = below.getName(0).toString();
            String last = stem(file).orElse("");
            String environment = switch (below.getNameCount()) {
                // environments/dev.yaml
                case 1 -> last;
                case 2 -> {
                    boolean whole = last.equals("values") || last.equals(name) || last.equals(name + "-values");
                    // environments/dev/web.yaml, or values/web/dev.yaml
                    yield whole ? first : first.equals(name) ? label(file).orElse(last) : "";
                }
                // environments/dev/web/values.yaml
                case 3 -> below.getName(1).toString().equals(name) && last.equals("values") ? first : "";
                default -> "";
            };
            if (EnvironmentNames.isKnown(environment)) {
                take(environment, file, true, values, Map.of());
            }
        }
    }

    private void below(
            Path folder, boolean environments, Map<String, List<String>> values, Map<String, String> scenarios) {
        for (Path file : repository.files()) {
            if (!file.startsWith(folder) || !Repository.isYaml(file)) {
                continue;
            }
            Path below = folder.relativize(file);
            String label = label(file).or(() -> stem(file)).orElse("");
            if (below.getNameCount() == 2 && stem(file).orElse("").equals("values")) {
                label = below.getName(0).toString();
            } else if (below.getNameCount() != 1) {
                continue;
            }
            take(label, file, environments || EnvironmentNames.isKnown(label), values, scenarios);
        }
    }

    private void take(
            String label,
            Path file,
            boolean environment,
            Map<String, List<String>> values,
            Map<String, String> scenarios) {
        if (!isUsable(file)) {
            return;
        }
        if (environment) {
            List<String> files = values.computeIfAbsent(slug(label), _ -> new ArrayList<>());
            if (!files.contains(Repository.name(file))) {
                files.add(Repository.name(file));
            }
        } else {
            scenarios.put(slug(label), Repository.name(file));
        }
    }

    private boolean isUsable(Path file) {
        if (!Repository.isYaml(file)) {
            return false;
        }
        if (isEmpty(file)) {
            return true;
        }
        Optional<MapNode> map = repository.text(file).flatMap(Documents::mapping);
        String reason = map.isEmpty()
                ? "it is no values file: it holds no mapping that can be read"
                : map.get().get("sops").isPresent() ? "it is encrypted by sops" : "";
        boolean object = map.isPresent() && Documents.isObject(map.get());
        LeftOut entry = new LeftOut(Repository.name(file), reason);
        if (!reason.isEmpty() && !leftOut.contains(entry)) {
            leftOut.add(entry);
        }
        return reason.isEmpty() && !object;
    }

    /** Helm takes a file of comments for no values at all. */
    private boolean isEmpty(Path file) {
        return repository.text(file).filter(Documents::isEmpty).isPresent();
    }

    /** {@code dev} of {@code values-dev.yaml}; empty for other names. */
    private static Optional<String> label(Path file) {
        Matcher name = BESIDE.matcher(String.valueOf(file.getFileName()));
        if (!name.matches()) {
            return Optional.empty();
        }
        String after = name.group("after");
        return Optional.of(after == null ? name.group("before") : after);
    }

    private static Optional<String> stem(Path file) {
        Matcher name = STEM.matcher(String.valueOf(file.getFileName()));
        return name.matches() ? Optional.of(name.group("stem")) : Optional.empty();
    }

    /** A name that is safe as a key, a folder and a flag. */
    static String slug(String text) {
        String slug = text.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[-.]+|[-.]+$", "");
        return slug.isEmpty() ? "unnamed" : slug;
    }
}
