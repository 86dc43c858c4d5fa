package dev.auditflow.gate.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.config.ChartOptions;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.Source;
import dev.auditflow.config.Target;
import dev.auditflow.gate.GoldenFiles;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every input of a verdict is part of its key, byte by byte; what is no input is not. */
final class InputKeysTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-06-01");

    /** Files of the fixture that no verdict over the first target depends on. */
    private static final Set<String> NO_INPUT = Set.of(
            "auditflow.yaml", "charts/a/notes.txt", "golden/a/prod/configmap.x.yaml", "golden/b/dev/configmap.x.yaml");

    @TempDir
    private Path folder;

    @BeforeEach
    void fixture() throws IOException {
        write("auditflow.yaml", """
            version: 1
            environments: {dev: , prod: }
            releases:
              - name: a
                chart: charts/a
                values: [values/a.yaml, values/b.yaml]
                setFile: "motd=%s/motd.txt"
            policies: {paths: [rego], data: [data.json], parameters: {pss: {level: restricted}}, rules: {AF201: warn}}
            schemas: {crds: [crds], allowMissing: [example.com/Foo]}
            golden: {path: golden, masks: [build]}
            baseline: baseline.json
            waivers:
              - {rule: AF201, resource: "*", reason: old, owner: me, expires: 2026-06-01}
            """.formatted(folder));
        write("charts/a/Chart.yaml", "apiVersion: v2\nname: a\nversion: 1.0.0\n");
        write("charts/a/.helmignore", "notes.txt\n");
        write("charts/a/notes.txt", "for people\n");
        write("charts/a/values.yaml", "x: 1\n");
        write("charts/a/values.schema.json", "{}\n");
        write("charts/a/templates/cm.yaml", "kind: ConfigMap\n");
        write("charts/a/templates/_helpers.tpl", "helpers\n");
        write("charts/a/crds/crd.yaml", "kind: CustomResourceDefinition\n");
        write("charts/a/charts/sub/Chart.yaml", "name: sub\n");
        write("charts/a/charts/sub/templates/x.yaml", "kind: Service\n");
        write("charts/a/charts/packed.tgz", "not really\n");
        write("charts/a/files/config.ini", "[a]\n");
        write("values/a.yaml", "a: 1\n");
        write("values/b.yaml", "b: 1\n");
        write("motd.txt", "hello\n");
        write("rego/deny.rego", "package main\n");
        write("rego/lib/util.rego", "package util\n");
        write("data.json", "{}\n");
        write("crds/foo.yaml", "kind: CustomResourceDefinition\n");
        write("baseline.json", "{\"schemaVersion\": 1, \"findings\": []}\n");
        write("golden/a/dev/configmap.x.yaml", "kind: ConfigMap\n");
        write("golden/a/prod/configmap.x.yaml", "kind: ConfigMap\n");
        write("golden/b/dev/configmap.x.yaml", "kind: ConfigMap\n");
    }

    @Test
    void theSameInputsGiveTheSameKey() throws Exception {
        assertThat(key()).isEqualTo(key());
    }

    @Test
    void everyByteOfEveryInputCounts() throws Exception {
        String before = key();
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            for (int at : new int[] {0, bytes.length / 2, bytes.length - 1}) {
                if (!isInput(file) && file.endsWith("auditflow.yaml")) {
                    continue;
                }
                byte[] changed = bytes.clone();
                changed[at] ^= 1;
                Files.write(file, changed);
                if (isInput(file)) {
                    assertThat(key()).as("byte %d of %s", at, file).isNotEqualTo(before);
                } else {
                    assertThat(key()).as("byte %d of %s", at, file).isEqualTo(before);
                }
                Files.write(file, bytes);
            }
        }
        assertThat(key()).isEqualTo(before);
    }

    @Test
    void filesThatComeGoOrMoveCount() throws Exception {
        String before = key();
        for (Path file : files()) {
            if (!isInput(file) || file.startsWith(folder.resolve("values")) || file.endsWith("Chart.yaml")) {
                continue;
            }
            Path moved = file.resolveSibling("moved." + file.getFileName());
            Files.move(file, moved);
            assertThat(key()).as("%s moved", file).isNotEqualTo(before);
            Files.move(moved, file);
            Path copy = file.resolveSibling("copy." + file.getFileName());
            boolean alone = folder.equals(file.getParent());
            if (!alone) {
                Files.copy(file, copy);
                assertThat(key()).as("%s copied", file).isNotEqualTo(before);
                Files.delete(copy);
            }
        }
        assertThat(key()).isEqualTo(before);
    }

    @Test
    void everyPartOfATargetCounts() throws Exception {
        Config config = config();
        Target target = config.targets().getFirst();
        Optional<String> before = keys(config, TODAY).of(target);
        for (Target other : each(target, Set.of("source", "options"))) {
            assertThat(keys(config, TODAY).of(other)).as("%s", other).isNotEqualTo(before);
        }
        for (ChartOptions other : each(target.options(), Set.of())) {
            assertThat(keys(config, TODAY).of(with(target, other)))
                    .as("%s", other)
                    .isNotEqualTo(before);
        }
    }

    @Test
    void everySettingCounts() throws Exception {
        Config config = config();
        String before = keys(config, TODAY).settings();
        // What no verdict of the gate depends on.
        Set<String> others = Set.of(
                "file",
                "environments",
                "targets",
                "waivers",
                "admission",
                "attestation",
                "deployments",
                "repositories",
                "versions",
                "drift");
        for (Config other : each(config, others)) {
            assertThat(keys(other, TODAY).settings()).as("%s", other).isNotEqualTo(before);
        }
    }

    @Test
    void aWaiverThatExpiresCountsAndItsLineDoesNot() throws Exception {
        String before = keys(config(), TODAY).settings();
        assertThat(keys(config(), TODAY.minusDays(30)).settings()).isEqualTo(before);
        assertThat(keys(config(), TODAY.plusDays(1)).settings()).isNotEqualTo(before);
        String text = Files.readString(folder.resolve("auditflow.yaml"));
        write("auditflow.yaml", text.replace("waivers:\n", "waivers:\n\n\n"));
        assertThat(keys(config(), TODAY).settings()).isEqualTo(before);
        write("auditflow.yaml", text.replace("reason: old", "reason: new"));
        assertThat(keys(config(), TODAY).settings()).isNotEqualTo(before);
    }

    @Test
    void flagsAndTheProgramCount() throws Exception {
        Config config = config();
        GoldenFiles golden = GoldenFiles.in(config.golden(), config.goldenMasks());
        List<Object> flags = List.of("--policy", List.of(folder.resolve("rego")));
        assertThat(InputKeys.of(Optional::empty, config, flags, golden, TODAY).settings())
                .isEmpty();
        String before = InputKeys.of(() -> Optional.of("p1"), config, flags, golden, TODAY)
                .settings();
        assertThat(InputKeys.of(() -> Optional.of("p2"), config, flags, golden, TODAY)
                        .settings())
                .isNotEqualTo(before);
        assertThat(InputKeys.of(() -> Optional.of("p1"), config, List.of(), golden, TODAY)
                        .settings())
                .isNotEqualTo(before);
    }

    @Test
    void partsCannotRunIntoEachOther() throws Exception {
        Config config = config();
        Target target = config.targets().getFirst();
        ChartOptions o = target.options();
        InputKeys keys = keys(config, TODAY);
        assertThat(keys.of(with(target, set(o, List.of("a=1", "b=2")))))
                .isNotEqualTo(keys.of(with(target, set(o, List.of("a=1, b=2")))));
    }

    @Test
    void whatCannotBeReadBeforehandHasNoKey() throws Exception {
        Config config = config();
        Target target = config.targets().getFirst();
        InputKeys keys = keys(config, TODAY);
        for (Source source : List.of(
                new Source.StandardInput(),
                new Source.Kustomization(folder),
                new Source.Chart(folder.resolve("nowhere")),
                new Source.Manifests(folder.resolve("nowhere")),
                // What may give its bytes only once, as a pipe does.
                new Source.Manifests(Path.of("/dev/null")))) {
            assertThat(keys.of(new Target("a", "dev", "", "1.34", source, target.options(), true)))
                    .as("%s", source)
                    .isEmpty();
        }
        Files.delete(folder.resolve("motd.txt"));
        assertThat(keys.of(target)).isEmpty();
    }

    private String key() throws Exception {
        try {
            Config config = config();
            return keys(config, TODAY).of(config.targets().getFirst()).orElse("no key");
        } catch (IOException e) {
            return "no keys";
        }
    }

    private Config config() throws Exception {
        return ConfigReader.read(folder.resolve("auditflow.yaml"));
    }

    private static InputKeys keys(Config config, LocalDate today) throws IOException {
        GoldenFiles golden = GoldenFiles.in(config.golden(), config.goldenMasks());
        return InputKeys.of(() -> Optional.of("program"), config, List.of(), golden, today);
    }

    private boolean isInput(Path file) {
        return !NO_INPUT.contains(folder.relativize(file).toString());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static Target with(Target t, ChartOptions options) {
        return new Target(t.release(), t.environment(), t.scenario(), t.kubernetesVersion(), t.source(), options, true);
    }

    private static ChartOptions set(ChartOptions o, List<String> set) {
        return new ChartOptions(
                o.releaseName(),
                o.namespace(),
                o.valuesFiles(),
                set,
                o.setString(),
                o.setFile(),
                o.setJson(),
                o.apiVersions(),
                o.lookup(),
                o.includeCrds(),
                o.noHooks());
    }

    /** The record with each of its components changed in turn. */
    private <R extends Record> List<R> each(R record, Set<String> without) throws ReflectiveOperationException {
        List<R> changed = new ArrayList<>();
        RecordComponent[] components = record.getClass().getRecordComponents();
        for (RecordComponent component : components) {
            if (without.contains(component.getName())) {
                continue;
            }
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                Object value = components[i].getAccessor().invoke(record);
                values[i] = components[i].equals(component) ? other(value) : value;
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            @SuppressWarnings("unchecked")
            R copy = (R) record.getClass().getDeclaredConstructor(types).newInstance(values);
            changed.add(copy);
        }
        return changed;
    }

    /** Another value of the same type. */
    private Object other(Object value) throws ReflectiveOperationException {
        return switch (Objects.requireNonNull(value)) {
            case String text -> text + "x";
            case Boolean flag -> !flag;
            case Path path -> path.resolveSibling("other");
            case Set<?> set -> {
                Set<Object> more = new HashSet<>(set);
                more.add("x");
                yield more;
            }
            case Map<?, ?> map -> {
                Map<Object, Object> more = new LinkedHashMap<>(map);
                more.put("x", map.isEmpty() ? "y" : map.values().iterator().next());
                yield more;
            }
            case List<?> list -> {
                List<Object> more = new ArrayList<>(list);
                boolean paths = !list.isEmpty() && list.getFirst() instanceof Path;
                more.add(paths ? folder.resolve("motd.txt") : list.isEmpty() ? "x" : list.getFirst());
                yield more;
            }
            case Record record -> each(record, Set.of()).getFirst();
            default -> throw new IllegalStateException("teach this test about " + value.getClass());
        };
    }
}
