package dev.auditflow.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any configuration is understood or refused by a sentence that begins with the file. */
class ConfigProperties {
    private static final Path FILE = Path.of("auditflow.yaml");
    private static final String FULL = """
        version: 1
        kubernetes: ["1.33", "1.34"]
        environments:
          dev:
          prod: {kubernetes: "1.35", values: [a.yaml]}
        releases:
          - name: web
            chart: charts/web
            namespace: apps
            environments:
              dev: {set: a=b, scenarios: {tall: {setJson: 'a=[1]'}}}
              prod:
          - {name: plain, manifests: objects, environments: [dev]}
          - {name: built, kustomize: overlays/dev, environments: [dev]}
        policies:
          builtin: true
          rules: {AF306: warn}
          parameters: {workload: {replicas: 2}}
        schemas: {engine: embedded, allowMissing: [example.com/Widget], crds: crds}
        golden: {path: goldenfiles, masks: ["app/*"]}
        waivers:
          - {rule: AF701, resource: "ConfigMap/*", path: "", environments: dev, reason: r, owner: o, expires: 2999-01-01}
        baseline: baseline.json
        helm: {engine: auto}
        failOn: warn
        """;

    @Property(tries = 3000)
    void anyTextIsReadOrRefusedWithItsPlace(@ForAll("mutants") String text) {
        try {
            Config config = ConfigReader.read(FILE, text);
            assertThat(config.targets())
                    .allSatisfy(target -> assertThat(config.golden()
                                    .resolve(target.release())
                                    .resolve(target.environment())
                                    .normalize())
                            .startsWithRaw(config.golden().normalize()));
        } catch (ConfigException e) {
            assertThat(e.getMessage()).startsWith("auditflow.yaml");
            // What is quoted is the user's.
            assertThat(String.valueOf(e.getMessage()).replaceAll("\"[^\"]*\"", ""))
                    .doesNotContain("Exception", "null:");
        }
    }

    @Provide
    Arbitrary<String> mutants() throws IOException {
        List<String> seeds = new ArrayList<>(List.of(FULL, FULL, FULL));
        seeds.add(Files.readString(Path.of("../auditflow.yaml")));
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/cli"))) {
            for (Path file :
                    files.filter(path -> path.endsWith("auditflow.yaml")).toList()) {
                seeds.add(Files.readString(file));
            }
        }
        return Mutations.of(seeds);
    }
}
