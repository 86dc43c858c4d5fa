package dev.auditflow.gate.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every built-in rule has all of its parts; and each part that is taken away is missed. */
class RuleFoldersTest {
    private static final Path PACKS = Path.of("../policies");
    private static final Path PAGES = Path.of("../docs/rules");
    private static final Path RULE = Path.of("workload/image-tag");

    @TempDir
    private Path copy;

    @Test
    void everyRuleHasItsParts() throws IOException {
        RuleFolders folders = new RuleFolders(PACKS, PAGES);
        assertThat(folders.all()).hasSizeGreaterThanOrEqualTo(74);
        assertThat(folders.faults()).isEmpty();
    }

    /** A file of the rule and the lines, as a pattern, that are taken out of it; none for the whole file. */
    record Break(String file, String lines, String fault) {}

    static Stream<Break> breaks() {
        return Stream.of(
                new Break("rule.rego", "#   id: .*\n", "METADATA has no custom.id AFnnn"),
                new Break("rule.rego", "# title: .*\n", "METADATA has no title"),
                new Break("rule.rego", "# description: >-\n(#   .*\n)+(?=# related)", "METADATA has no description"),
                new Break("rule.rego", "#   severity: .*\n", "METADATA has no custom.severity deny, warn or info"),
                new Break("rule.rego", "#   remedy: >-\n(#     .*\n)+", "METADATA has no custom.remedy"),
                new Break("rule.rego", "#   - ref: .*\n", "METADATA has no link in related_resources"),
                new Break("rule.rego", "# METADATA\n(#.*\n)+", "rule.rego does not begin with METADATA"),
                new Break("rule_test.rego", "\ntest_.*", "there is no test_ rule in rule_test.rego"),
                new Break("rule_test.rego", "", "there is no test_ rule in rule_test.rego"),
                new Break("fail.yaml", "", "there is no fail.yaml"),
                new Break("pass.yaml", "", "there is no pass.yaml"),
                new Break("../../docs/AF307.md", "", "there is no page docs/rules/AF307.md"));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void missesWhatIsTakenAway(Break what) throws IOException {
        Path folder = copy.resolve("policies").resolve(RULE);
        Files.createDirectories(folder);
        Path pages = Files.createDirectories(copy.resolve("policies/docs"));
        for (String name : List.of("rule.rego", "rule_test.rego", "fail.yaml", "pass.yaml")) {
            Files.copy(PACKS.resolve(RULE).resolve(name), folder.resolve(name));
        }
        Files.copy(PAGES.resolve("AF307.md"), pages.resolve("AF307.md"));
        RuleFolders folders = new RuleFolders(copy.resolve("policies"), pages);
        assertThat(folders.faults()).isEmpty();
        Path file = folder.resolve(what.file());
        if (what.lines().isEmpty()) {
            Files.delete(file);
        } else {
            String text = Files.readString(file);
            String without = text.replaceAll(what.lines(), "");
            assertThat(without).isNotEqualTo(text);
            Files.writeString(file, without);
        }
        assertThat(folders.faults()).contains(RULE + ": " + what.fault());
    }
}
