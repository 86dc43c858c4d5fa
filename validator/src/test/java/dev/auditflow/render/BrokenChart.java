package dev.auditflow.render;

import dev.auditflow.Tar;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A small broken chart of the table in {@code broken-charts/cases.yaml}, which says how it is written. */
record BrokenChart(String name, MapNode entry) {
    private static final String CHART_YAML = "apiVersion: v2\nname: c\nversion: 1.0.0\n";

    static List<BrokenChart> all(Path table) throws IOException {
        ListNode list =
                (ListNode) YamlReader.read(Files.readString(table)).documents().getFirst();
        return list.items().stream()
                .map(MapNode.class::cast)
                .map(entry -> new BrokenChart(entry.string("name").orElseThrow(), entry))
                .toList();
    }

    /** Writes the chart below a folder. */
    HelmRequest request(Path below) throws IOException {
        Path chart = Files.createDirectories(below.resolve(name.replaceAll("\\W+", "-")));
        Map<String, byte[]> files = files();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = chart.resolve(file.getKey());
            Files.createDirectories(path.resolveSibling(""));
            Files.write(path, file.getValue());
        }
        Optional<MapNode> archive = entry.map("archive");
        if (archive.isPresent()) {
            Files.write(chart.resolve("chart.tgz"), archive(archive.get()));
        }
        String target = entry.string("render").orElse(archive.isPresent() ? "chart.tgz" : "");
        HelmRequest.Builder request = HelmRequest.of(target.isEmpty() ? chart : chart.resolve(target), "1.34.0")
                .set(texts(entry.list("set")));
        Optional<String> more = entry.string("more");
        if (more.isPresent()) {
            Path values = chart.resolve("more.yaml");
            Files.writeString(values, more.get());
            request.valuesFiles(List.of(values));
        }
        return request.build();
    }

    private static List<String> texts(Optional<ListNode> list) {
        return list.map(ListNode::items).orElse(List.of()).stream()
                .map(BrokenChart::text)
                .toList();
    }

    private static String text(Node node) {
        return ((ScalarNode) node).source();
    }

    private Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("Chart.yaml", bytes(CHART_YAML));
        entry.string("template").ifPresent(text -> files.put("templates/a.yaml", bytes(text)));
        entry.get("values").ifPresent(node -> files.put("values.yaml", bytes(text(node))));
        each("files", (path, node) -> files.put(path, bytes(text(node))));
        each("bytes", (path, node) -> files.put(path, Base64.getDecoder().decode(text(node))));
        each("repeated", (path, node) -> {
            List<Node> parts = ((ListNode) node).items();
            String middle = text(parts.get(0)).repeat(Integer.parseInt(text(parts.get(1))));
            files.put(path, bytes(middle + text(parts.get(2))));
        });
        entry.string("without").ifPresent(files::remove);
        return files;
    }

    private interface Reader {
        void read(String path, Node node);
    }

    private void each(String key, Reader reader) {
        entry.map(key).ifPresent(map -> map.entries().forEach(one -> reader.read(one.key(), one.value())));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] archive(MapNode entries) {
        Tar archive = Tar.packed();
        for (MapNode.Entry file : entries.entries()) {
            archive.file(file.key(), text(file.value()));
        }
        for (Bomb bomb : bomb()) {
            archive.file(bomb.name(), new byte[bomb.megabytes() << 20]);
        }
        return archive.bytes();
    }

    private record Bomb(String name, int megabytes) {}

    /** Files of zeros: a name, how many MiB, how many of them. */
    private List<Bomb> bomb() {
        List<String> words = texts(entry.list("bomb"));
        if (words.isEmpty()) {
            return List.of();
        }
        int count = words.size() > 2 ? Integer.parseInt(words.get(2)) : 1;
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> new Bomb(words.get(0) + i, Integer.parseInt(words.get(1))))
                .toList();
    }
}
