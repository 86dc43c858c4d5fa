package dev.auditflow.check.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.check.CheckResult;
import dev.auditflow.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of the packs has its parts, and its examples give what they promise in this engine. */
class BuiltinPacksTest {
    private static final Path PACKS = Path.of("../policies");
    private static final BuiltinPolicies POLICIES = BuiltinPolicies.load(Map.of());
    private static final PolicyCheck CHECK = new PolicyCheck(List.of(POLICIES), Map.of());

    static Stream<PolicyRule> rules() {
        return POLICIES.rules().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void findsTheBadExampleAndAcceptsTheGoodOne(PolicyRule rule) {
        Path folder = folder(rule);
        assertThat(idsOf(folder.resolve("fail.yaml"), CHECK)).contains(rule.id());
        assertThat(idsOf(folder.resolve("pass.yaml"), CHECK)).doesNotContain(rule.id());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void hasItsOwnUnitTests(PolicyRule rule) throws IOException {
        String tests = Files.readString(folder(rule).resolve("rule_test.rego"));
        assertThat(tests).contains("test_");
    }

    @Test
    void everyRuleFolderIsInTheIndex() throws IOException {
        List<Path> indexed = new ArrayList<>();
        rules().forEach(rule -> indexed.add(folder(rule)));
        try (Stream<Path> files = Files.walk(PACKS, 3)) {
            assertThat(files.filter(file -> file.endsWith("rule.rego")).map(Path::getParent))
                    .containsExactlyInAnyOrderElementsOf(indexed);
        }
    }

    /** An optimizer that takes data for known would fold a parameter into its default. */
    @Test
    void parametersReachTheCompiledRules() {
        Path good = PACKS.resolve("raspberry-pi/cpu-fits/pass.yaml");
        BuiltinPolicies strict = BuiltinPolicies.load(Map.of("raspberry-pi", Map.of("maxCpu", "\"1m\"")));
        assertThat(idsOf(good, CHECK)).doesNotContain("AF404");
        assertThat(idsOf(good, new PolicyCheck(List.of(strict), Map.of()))).contains("AF404");
    }

    @Test
    void idsAreUnique() {
        assertThat(rules().map(PolicyRule::id)).doesNotHaveDuplicates().allMatch(id -> id.matches("AF[0-9]{3}"));
    }

    static Path folder(PolicyRule rule) {
        return PACKS.resolve(rule.pack().replace('_', '-')).resolve(rule.name().replace('_', '-'));
    }

    private static java.util.Set<String> idsOf(Path file, PolicyCheck check) {
        CheckResult result = check.run(Subjects.of(file));
        TreeSet<String> ids = new TreeSet<>();
        for (Finding finding : result.findings()) {
            ids.add(finding.rule());
        }
        return ids;
    }
}
