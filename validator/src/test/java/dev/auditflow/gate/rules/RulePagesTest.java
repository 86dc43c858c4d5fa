package dev.auditflow.gate.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.check.Rule;
import dev.auditflow.check.policy.BuiltinPolicies;
import dev.auditflow.config.PolicySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/rules} says what the rules say. {@code AUDITFLOW_UPDATE=true} writes it anew. */
class RulePagesTest {
    private static final Path PAGES = Path.of("../docs/rules");
    private static final BuiltinPolicies BUILTIN = BuiltinPolicies.load(Map.of());
    private static final List<RuleEntry> ENTRIES = RuleCatalog.of(PolicySettings.defaults(), BUILTIN.rules());

    @TempDir
    private Path folder;

    private static RulePages pages() throws IOException {
        return RulePages.of(ENTRIES, BUILTIN, Optional.empty());
    }

    @Test
    void everyRuleHasAPageOfToday() throws IOException {
        if ("true".equals(System.getenv("AUDITFLOW_UPDATE"))) {
            pages().write(PAGES);
        }
        assertThat(pages().stale(PAGES))
                .as("run 'auditflow policy docs' or this test with AUDITFLOW_UPDATE=true")
                .isEmpty();
    }

    @Test
    void everyLinkIntoTheDocsLeadsToAPage() {
        for (Rule rule : RuleCatalog.ofTheGate()) {
            assertThat(rule.link()).endsWith("/docs/rules/" + rule.id() + ".md");
            assertThat(PAGES.resolve(rule.id() + ".md")).exists();
        }
    }

    @Test
    void findsWhatTheExamplesOfTheGatesOwnRulesShow() {
        List<String> shown = new ArrayList<>();
        for (Rule rule : RuleCatalog.ofTheGate()) {
            Optional<Example> example = Example.of(rule);
            example.ifPresent(one ->
                    assertThat(Examples.findings(rule, one)).as(rule.id()).isNotEmpty());
            if (example.isPresent()) {
                shown.add(rule.id());
            }
        }
        assertThat(shown).hasSizeGreaterThan(12);
    }

    @Test
    void noticesPagesThatAreMissingStaleOrLeftOver() throws IOException {
        pages().write(folder);
        assertThat(pages().stale(folder)).isEmpty();
        Files.delete(folder.resolve("AF101.md"));
        Files.writeString(folder.resolve("AF102.md"), "other");
        Files.writeString(folder.resolve("AF999.md"), RulePage.MARK + "\n\nof a rule that is gone\n");
        Files.writeString(folder.resolve("notes.md"), "written by a person");
        assertThat(pages().stale(folder))
                .containsExactly(
                        folder.resolve("AF101.md") + " is missing",
                        folder.resolve("AF102.md") + " is not what the rule says",
                        folder.resolve("AF999.md") + " belongs to no rule");
        pages().write(folder);
        assertThat(pages().stale(folder)).isEmpty();
        assertThat(folder.resolve("notes.md")).exists();
    }
}
