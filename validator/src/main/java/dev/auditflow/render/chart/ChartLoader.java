package dev.auditflow.render.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Loads a chart from its folder or {@code .tgz}, with the subcharts under {@code charts/}. */
public final class ChartLoader {
    private static final int MAX_NESTING = 32;

    private ChartLoader() {}

    /**
     * Loads a chart.
     *
     * @throws ChartProblem if there is none, it is broken, or it goes beyond a limit
     */
    public static Chart load(Path path) {
        String place = path.toString();
        try {
            if (Files.isDirectory(path)) {
                return chart(ChartFolder.read(path), place, 0);
            }
            if (!Files.isRegularFile(path)) {
                throw new ChartProblem("path \"%s\" not found".formatted(place), place, 0, "Check the chart's path");
            }
            if (Files.size(path) > ChartLimits.MAX_CHART) {
                throw new ChartProblem("The archive is larger than %d bytes".formatted(ChartLimits.MAX_CHART), place);
            }
            return chart(ChartArchive.readNamed(Files.readAllBytes(path), place), place, 0);
        } catch (IOException e) {
            throw new ChartProblem("%s cannot be read: %s".formatted(place, e.getMessage()), place);
        }
    }

    /**
     * Gives each file of a chart's folder by its path inside of it, or the archive as it is.
     *
     * @throws ChartProblem as {@link #load}
     */
    public static void files(Path path, BiConsumer<String, byte[]> reader) throws IOException {
        if (Files.isDirectory(path)) {
            ChartFolder.read(path).forEach(file -> reader.accept(file.name(), file.data()));
        } else if (Files.size(path) > ChartLimits.MAX_CHART) {
            throw new ChartProblem(
                    "The archive is larger than %d bytes".formatted(ChartLimits.MAX_CHART), path.toString());
        } else {
            reader.accept("", Files.readAllBytes(path));
        }
    }

    static Chart chart(List<ChartFile> all, String place, int depth) {
        if (depth > MAX_NESTING) {
            throw new ChartProblem("Subcharts are nested deeper than " + MAX_NESTING, place);
        }
        List<ChartFile> templates = new ArrayList<>();
        List<ChartFile> files = new ArrayList<>();
        Map<String, List<ChartFile>> nested = new TreeMap<>(Order.CODE_POINTS);
        for (ChartFile file : all) {
            String name = file.name();
            if (name.startsWith("templates/")) {
                templates.add(file);
            } else if (name.startsWith("charts/") && !name.endsWith(".prov")) {
                String inside = name.substring("charts/".length());
                String folder = inside.contains("/") ? inside.substring(0, inside.indexOf('/')) : inside;
                nested.computeIfAbsent(folder, _ -> new ArrayList<>()).add(file.named(inside));
            } else if (!isRead(name)) {
                files.add(file);
            }
        }
        Chart chart = parse(all, templates, files, place);
        List<Chart> subcharts = new ArrayList<>();
        nested.forEach((name, content) -> {
            Chart subchart = subchart(name, content, chart.name(), place, depth);
            if (subchart != null) {
                subcharts.add(subchart);
            }
        });
        chart.setSubcharts(subcharts);
        return chart;
    }

    private static boolean isRead(String name) {
        return name.equals("Chart.yaml")
                || name.equals("Chart.lock")
                || name.equals("values.yaml")
                || name.equals("values.schema.json")
                || name.equals("requirements.yaml")
                || name.equals("requirements.lock");
    }

    private static Chart parse(List<ChartFile> all, List<ChartFile> templates, List<ChartFile> files, String place) {
        ChartFile main = find(all, "Chart.yaml");
        if (main == null) {
            throw new ChartProblem("Chart.yaml file is missing", place, 0, "Name the folder that holds Chart.yaml");
        }
        String at = place + "/Chart.yaml";
        ChartYaml yaml = new ChartYaml(main, at);
        Metadata metadata = yaml.metadata();
        List<Dependency> dependencies = yaml.dependencies();
        Val values = Val.table();
        for (ChartFile file : all) {
            String beside = place + "/" + file.name();
            switch (file.name()) {
                case "Chart.lock", "requirements.lock" -> ChartYaml.lock(file, beside);
                case "requirements.yaml" -> {
                    List<Dependency> more = new ChartYaml(file, beside).dependencies();
                    dependencies = more.isEmpty() ? dependencies : more;
                }
                case "values.yaml" -> values = ValuesReader.parse(file.go(), beside, "cannot load values.yaml");
                default -> {}
            }
        }
        if (metadata.apiVersion().equals("v1")) {
            all.stream()
                    .filter(file -> file.name().startsWith("requirements."))
                    .filter(file -> file.name().endsWith(".yaml") || file.name().endsWith(".lock"))
                    .forEach(files::add);
        }
        yaml.check(metadata, dependencies);
        return new Chart(metadata, dependencies, values, templates, files, find(all, "values.schema.json"), place);
    }

    private static @Nullable ChartFile find(List<ChartFile> files, String name) {
        ChartFile found = null;
        for (ChartFile file : files) {
            found = file.name().equals(name) ? file : found;
        }
        return found;
    }

    private static @Nullable Chart subchart(
            String name, List<ChartFile> content, String parent, String place, int depth) {
        if (name.startsWith("_") || name.startsWith(".")) {
            return null;
        }
        String at = place + "/charts/" + name;
        try {
            if (name.endsWith(".tgz")) {
                ChartFile archive = content.getFirst();
                if (!archive.name().equals(name)) {
                    throw new ChartProblem("expected %s, got %s".formatted(name, archive.name()), at);
                }
                return chart(ChartArchive.read(archive.data(), at), at, depth + 1);
            }
            List<ChartFile> files = content.stream()
                    .filter(file -> file.name().contains("/"))
                    .map(file -> file.named(file.name().substring(file.name().indexOf('/') + 1)))
                    .toList();
            return chart(files, at, depth + 1);
        } catch (ChartProblem e) {
            throw e.within("error unpacking subchart %s in %s".formatted(name, parent));
        }
    }
}
