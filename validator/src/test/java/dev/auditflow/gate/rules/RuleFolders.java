package dev.auditflow.gate.rules;

import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the folders of built-in rules must hold, read from the sources alone. */
final class RuleFolders {
    private static final Set<String> SEVERITIES = Set.of("deny", "warn", "info");

    private final Path packs;
    private final Path pages;

    RuleFolders(Path packs, Path pages) {
        this.packs = packs;
        this.pages = pages;
    }

    List<Path> all() throws IOException {
        try (Stream<Path> files = Files.walk(packs, 3)) {
            return files.filter(file -> file.endsWith("rule.rego"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
        }
    }

    /** What is missing, as sentences; of all rules. */
    List<String> faults() throws IOException {
        List<String> faults = new ArrayList<>();
        for (Path folder : all()) {
            String name = packs.relativize(folder).toString();
            faults(folder).forEach(fault -> faults.add(name + ": " + fault));
        }
        return faults;
    }

    private List<String> faults(Path folder) throws IOException {
        List<String> faults = new ArrayList<>();
        String rego = Files.readString(folder.resolve("rule.rego"));
        String block = rego.lines()
                .takeWhile(line -> line.startsWith("#"))
                .map(line -> line.substring(1))
                .map(line -> line.startsWith(" ") ? line.substring(1) : line)
                .filter(line -> !line.equals("METADATA"))
                .collect(Collectors.joining("\n"));
        Optional<MapNode> metadata = Optional.of(YamlReader.read(block).documents())
                .filter(documents -> documents.size() == 1 && documents.getFirst() instanceof MapNode)
                .map(documents -> (MapNode) documents.getFirst());
        if (metadata.isEmpty()) {
            return List.of("rule.rego does not begin with METADATA");
        }
        MapNode top = metadata.get();
        Optional<MapNode> custom = top.map("custom");
        String id = custom.map(node -> text(node, "id")).orElse("");
        need(faults, id.matches("AF[0-9]{3}"), "METADATA has no custom.id AFnnn");
        need(faults, !text(top, "title").isBlank(), "METADATA has no title");
        need(faults, !text(top, "description").isBlank(), "METADATA has no description");
        need(
                faults,
                SEVERITIES.contains(custom.map(node -> text(node, "severity")).orElse("")),
                "METADATA has no custom.severity deny, warn or info");
        need(faults, !custom.map(node -> text(node, "remedy")).orElse("").isBlank(), "METADATA has no custom.remedy");
        need(
                faults,
                block.matches("(?s).*related_resources:\\s+- ref: https://\\S+.*"),
                "METADATA has no link in related_resources");
        Path tests = folder.resolve("rule_test.rego");
        need(
                faults,
                Files.exists(tests) && Files.readString(tests).contains("\ntest_"),
                "there is no test_ rule in rule_test.rego");
        need(faults, Files.exists(folder.resolve("fail.yaml")), "there is no fail.yaml");
        need(faults, Files.exists(folder.resolve("pass.yaml")), "there is no pass.yaml");
        need(faults, Files.exists(pages.resolve(id + ".md")), "there is no page docs/rules/" + id + ".md");
        return faults;
    }

    private static void need(List<String> faults, boolean there, String fault) {
        if (!there) {
            faults.add(fault);
        }
    }

    private static String text(MapNode map, String key) {
        return map.string(key).orElse("");
    }
}
