package dev.auditflow.gate.gatekeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import dev.auditflow.check.policy.gatekeeper.Constraint;
import dev.auditflow.check.policy.gatekeeper.Reviewer;
import dev.auditflow.check.policy.gatekeeper.Violation;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.check.schema.SharedData;
import dev.auditflow.gate.opa.ClassCache;
import dev.auditflow.gate.opa.Opa;
import dev.auditflow.gate.opa.TemplateCompiler;
import dev.auditflow.gate.rules.Trial;
import dev.auditflow.host.CacheFolder;
import dev.auditflow.host.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What this program finds is what gator finds: how many violations there are of every object, and every word of them. The
 * findings of a case are written as a suite that allows nothing else, and gator runs that suite.
 */
class GatorTest {
    private static final Path CASES = Path.of("src/test/resources/gatekeeper").toAbsolutePath();
    private static final Path CACHE = CacheFolder.path().resolve("test-policies");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "actions",
                "cel",
                "errors",
                "inventory",
                "libraries",
                "match",
                "rego-v1",
                "requests",
                "schema",
                "words"
            })
    void ownSuites(String name) throws Exception {
        List<Suite> suites = suites(CASES.resolve(name));
        assertThat(run(suites)).allSatisfy(GatorTest::hasNotFailed);
        agree(suites);
    }

    @Test
    void everySuiteIsAmongThem() throws IOException {
        try (var files = Files.list(CASES)) {
            assertThat(files.map(file -> file.getFileName().toString()).sorted())
                    .containsExactly(
                            "actions",
                            "cel",
                            "errors",
                            "inventory",
                            "libraries",
                            "match",
                            "rego-v1",
                            "requests",
                            "schema",
                            "words");
        }
    }

    @Test
    void publicLibrary() throws Exception {
        Optional<Path> library = SharedData.find("gatekeeper-library/library");
        assumeThat(library).as("a library of Gatekeeper beside the repository").isPresent();
        List<Suite> suites = suites(library.get().toAbsolutePath().normalize());
        List<Trial> trials = run(suites);
        assertThat(trials).hasSizeGreaterThan(100).allSatisfy(GatorTest::hasNotFailed);
        agree(suites);
    }

    private static List<Suite> suites(Path folder) throws PolicyLoadException {
        assumeThat(Command.find("opa"))
                .as("install opa on the PATH to run this test")
                .isPresent();
        List<Suite> suites = GatekeeperFiles.read(List.of(folder)).suites();
        assertThat(suites).isNotEmpty();
        return suites;
    }

    private static List<Trial> run(List<Suite> suites) throws PolicyLoadException {
        return new Suites(compiler(), new ClassCache(CACHE)).run(suites);
    }

    private static TemplateCompiler compiler() throws PolicyLoadException {
        return new TemplateCompiler(Opa.find(""), CACHE);
    }

    private static void hasNotFailed(Trial trial) {
        assertThat(trial.state()).as("%s %s", trial, trial.details()).isNotEqualTo(Trial.State.FAILED);
    }

    private void agree(List<Suite> suites) throws Exception {
        assumeThat(Command.find("gator"))
                .as("install gator on the PATH to run this test")
                .isPresent();
        SuiteModules modules = SuiteModules.of(suites, compiler(), new ClassCache(CACHE));
        for (int i = 0; i < suites.size(); i++) {
            Path exact = folder.resolve("suite-%d.yaml".formatted(i));
            Files.writeString(
                    exact, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(exact(suites.get(i), modules)));
        }
        Command.Result result = Command.of(List.of("gator", "verify", folder + "/..."))
                .withEnvironment(Map.of("HOME", System.getProperty("user.home")))
                .run();
        assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
    }

    private ObjectNode exact(Suite suite, SuiteModules modules) throws PolicyLoadException {
        ObjectNode root = JSON.createObjectNode()
                .put("apiVersion", "test.gatekeeper.sh/v1alpha1")
                .put("kind", "Suite");
        ArrayNode tests = root.putArray("tests");
        for (Suite.Test test : suite.tests()) {
            ObjectNode node = tests.addObject()
                    .put("name", test.name())
                    .put("template", relative(test.template()))
                    .put("constraint", relative(test.constraint()));
            try {
                Reviewer reviewer = Suites.reviewer(test, modules);
                ArrayNode cases = node.putArray("cases");
                for (Suite.Case one : test.cases()) {
                    ObjectNode written =
                            cases.addObject().put("name", one.name()).put("object", relative(one.object()));
                    ArrayNode inventory = written.putArray("inventory");
                    one.inventory().forEach(file -> inventory.add(relative(file)));
                    assertions(Suites.violations(one, reviewer), written.putArray("assertions"));
                }
            } catch (Constraint.Invalid e) {
                node.put("invalid", e.isBySchema());
            }
        }
        return root;
    }

    private String relative(Path file) {
        return folder.relativize(file.toAbsolutePath()).toString();
    }

    /** A message is text here and in gator's expressions; why a template stopped, both say in words of their own. */
    private static void assertions(List<Violation> violations, ArrayNode assertions) {
        Map<String, Integer> counts = new TreeMap<>();
        List<Violation> stopped = new ArrayList<>();
        for (Violation violation : violations) {
            if (violation.isEvaluated()) {
                counts.merge(violation.message(), 1, Integer::sum);
            } else {
                stopped.add(violation);
            }
        }
        assertions.addObject().put("violations", violations.size());
        counts.forEach((message, count) -> assertions
                .addObject()
                .put("message", "\\A" + Pattern.quote(message) + "\\z")
                .put("violations", count));
        assertThat(stopped).as("a template that stops says nothing else").hasSizeLessThanOrEqualTo(1);
    }
}
