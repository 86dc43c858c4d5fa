package dev.auditflow.check.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Subject;
import dev.auditflow.check.policy.OwnRego.Options;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.host.Command;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.render.OriginMap;
import dev.auditflow.render.Rendering;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The same policies over the same manifests give the same denials and warnings here and in conftest. */
class ConftestTest {
    private static final Path CASES = Path.of("src/test/resources/conftest").toAbsolutePath();

    @Test
    void messagesOfAllKinds() throws Exception {
        agree("messages", List.of(), options -> options);
    }

    @Test
    void exceptions() throws Exception {
        agree("exceptions", List.of(), options -> options);
    }

    @Test
    void data() throws Exception {
        Path data = CASES.resolve("data/data");
        agree("data", List.of("--data", data.toString()), options -> options.data(data));
    }

    @Test
    void namespaces() throws Exception {
        agree("namespaces", List.of(), options -> options);
        agree("namespaces", List.of("--namespace", "team.network"), options -> options.namespaces("team.network"));
        agree("namespaces", List.of("--all-namespaces"), options -> options.namespaces("*"));
    }

    @Test
    void combined() throws Exception {
        agree("combined", List.of("--combine"), Options::combined);
    }

    @Test
    void regoOfBefore1Point0() throws Exception {
        agree("before-one", List.of("--rego-version", "v0"), Options::beforeOne);
    }

    @Test
    void builtins() throws Exception {
        agree("builtins", List.of(), options -> options);
    }

    /** Changes options as the flags of conftest do. */
    private interface Change {
        Options apply(Options options);
    }

    private static void agree(String name, List<String> flags, Change change)
            throws IOException, Command.Failure, PolicyLoadException {
        assumeThat(Command.find("conftest"))
                .as("install conftest on the PATH to run this test")
                .isPresent();
        Path policies = CASES.resolve(name).resolve("policy");
        List<Path> manifests = manifests();
        OwnPolicies own = OwnRego.load(change.apply(Options.of(policies)));
        List<String> argv = new ArrayList<>(List.of("conftest", "test", "--no-color", "--output", "json"));
        argv.addAll(List.of("--policy", policies.toString()));
        argv.addAll(flags);
        manifests.forEach(file -> argv.add(file.toString()));
        List<String> theirs = theirs(Command.of(argv)
                .withEnvironment(Map.of("HOME", System.getProperty("user.home")))
                .run());
        assertThat(theirs).hasSizeGreaterThan(2);
        assertThat(String.join("\n", ours(own, manifests, flags.contains("--combine"))))
                .isEqualTo(String.join("\n", theirs));
    }

    private static List<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../policies"), 3)) {
            return files.filter(file -> file.endsWith("fail.yaml"))
                    .map(file -> file.toAbsolutePath().normalize())
                    .sorted()
                    .toList();
        }
    }

    private static List<String> theirs(Command.Result result) throws IOException {
        List<String> found = new ArrayList<>();
        JsonNode all = new ObjectMapper().readTree(result.output());
        assertThat(all.isArray()).as(result.output() + result.errors()).isTrue();
        for (JsonNode file : all) {
            for (String level : List.of("failures", "warnings")) {
                for (JsonNode one : file.path(level)) {
                    String name = file.get("filename").asText();
                    found.add("%s %s %s"
                            .formatted(
                                    name.equals("Combined") ? "" : name,
                                    level,
                                    one.get("msg").asText()));
                }
            }
        }
        return found.stream().sorted().toList();
    }

    private static List<String> ours(OwnPolicies own, List<Path> manifests, boolean combined) {
        List<List<Path>> targets =
                combined ? List.of(manifests) : manifests.stream().map(List::of).toList();
        List<String> found = new ArrayList<>();
        for (List<Path> target : targets) {
            for (Finding finding : own.evaluate(subject(target)).findings()) {
                found.add("%s %s %s"
                        .formatted(
                                combined ? "" : target.getFirst(),
                                finding.severity() == Severity.DENY ? "failures" : "warnings",
                                finding.message()));
            }
        }
        return found.stream().sorted().toList();
    }

    private static Subject subject(List<Path> files) {
        List<Rendering.RenderedFile> rendered = files.stream()
                .map(file -> new Rendering.RenderedFile(file.toString(), text(file), OriginMap.none()))
                .toList();
        ManifestReader.Manifest manifest = new ManifestReader().read(new Rendering(rendered, List.of()));
        return new Subject("", "", "default", "1.36", manifest.resources(), List.of());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
