package dev.auditflow.version;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.auditflow.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Versions, and the files that hold them. */
class VersionProperties {
    @Provide
    Arbitrary<SemanticVersion> versions() {
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 999_999_998);
        return Combinators.combine(number, number, number).as(SemanticVersion::new);
    }

    @Property
    void whatIsPrintedIsRead(@ForAll("versions") SemanticVersion version) {
        assertThat(SemanticVersion.read(version.toString())).contains(version);
    }

    @Property
    void aLargerBumpGivesNoSmallerVersion(@ForAll("versions") SemanticVersion version) {
        SemanticVersion before = version;
        for (Bump bump : Bump.values()) {
            SemanticVersion after = version.after(bump);
            assertThat(after).isGreaterThanOrEqualTo(before);
            assertThat(after.equals(version)).isEqualTo(bump == Bump.NONE);
            before = after;
        }
    }

    @Property
    void anyTextIsReadOrRefused(@ForAll String text) {
        assertThat(SemanticVersion.read(text).map(SemanticVersion::toString).orElse(text))
                .isEqualTo(text);
    }

    @Example
    void aCommitSaysHowMuch() {
        Map<String, Bump> subjects = Map.ofEntries(
                entry("fix: a leak", Bump.PATCH),
                entry("web: keep ids", Bump.PATCH),
                entry("no type at all", Bump.PATCH),
                entry("feature: is no type", Bump.PATCH),
                entry("feat: export as CSV", Bump.MINOR),
                entry("FEAT(web): export as CSV", Bump.MINOR),
                entry("feat(web)!: other ids", Bump.MAJOR),
                entry("fix!: other errors", Bump.MAJOR),
                entry("chore(deps)!: drop Python 3.11", Bump.MAJOR));
        subjects.forEach((subject, bump) ->
                assertThat(new Commit("c", subject, "").bump()).as(subject).isEqualTo(bump));
        Map<String, Bump> bodies = Map.of(
                "Why.\n\nBREAKING CHANGE: ids are longer", Bump.MAJOR,
                "BREAKING-CHANGE: ids are longer", Bump.MAJOR,
                "it says BREAKING CHANGE: within a line", Bump.PATCH,
                "BREAKING CHANGES are none", Bump.PATCH);
        bodies.forEach((body, bump) ->
                assertThat(new Commit("c", "fix: x", body).bump()).as(body).isEqualTo(bump));
    }

    @Property
    void partsOfASubjectAreItsText(@ForAll String subject, @ForAll String body) {
        Commit commit = new Commit("c", subject, body);
        assertThat(subject).contains(commit.scope(), commit.description());
        assertThat(subject).startsWithIgnoringCase(commit.type());
        assertThat(body).contains(commit.breaking());
    }

    @Property(tries = 200)
    void onlyTheVersionOfAChartChanges(
            @ForAll("versions") SemanticVersion old,
            @ForAll("versions") SemanticVersion next,
            @ForAll("forms") String form)
            throws ConfigException {
        String text = form.replace("OLD", old.toString());
        String changed =
                ChartFile.of(Path.of("Chart.yaml"), text).withVersion(next).text();
        assertThat(changed).isEqualTo(form.replace("OLD", next.toString()));
    }

    @Provide
    Arbitrary<String> forms() {
        return Arbitraries.of(
                "name: a\nversion: OLD\n",
                "\ufeffname: a\r\nversion: 'OLD' # why\r\nappVersion: \"OLD\"\r\n",
                "{name: a, version: \"OLD\", description: of old}",
                "version: OLD\nappVersion: v9\ndependencies:\n  - {name: b, version: 7.7.7}\nname: a");
    }

    @Example
    void keysOfASchemaAreFoundWhereverTheyStand() throws Exception {
        Path chart = Files.createTempDirectory("chart");
        Files.writeString(chart.resolve("values.schema.json"), """
                {"properties": {"a": {"properties": {"b": {}}}, "list": {"items": {"$ref": "#/$defs/item"}}},
                 "allOf": [{"properties": {"c": {"additionalProperties": {"properties": {"d": {}}}}}}],
                 "$defs": {"item": {"properties": {"e": {}, "inner": {"$ref": "#/$defs/item"}}}}}
                """);
        assertThat(ValuesKeys.ofSchema(chart))
                .containsExactly("a", "a.b", "c", "c.*.d", "list", "list.[].e", "list.[].inner");
        Files.delete(chart.resolve("values.schema.json"));
        Files.delete(chart);
    }

    @Example
    void theOneLineOfAFileThatSetsTheVersion() throws ConfigException {
        Path file = Path.of("f");
        assertThat(VersionFiles.replaced(file, "a\nVERSION = '1.0.0'\r\nb = '1.0.0'\n", "1.0.0", "1.1.0"))
                .isEqualTo("a\nVERSION = '1.1.0'\r\nb = '1.0.0'\n");
        assertThat(VersionFiles.replaced(file, "  <version>1.0.0</version>\n", "1.0.0", "2.0.0"))
                .isEqualTo("  <version>2.0.0</version>\n");
        assertThatThrownBy(() -> VersionFiles.replaced(file, "version: 1.0.0\nversion: 1.0.0\n", "1.0.0", "1.1.0"))
                .hasMessageContaining("f has 2 lines");
        assertThatThrownBy(() -> VersionFiles.replaced(file, "version: 11000\n", "1.0.0", "1.1.0"))
                .hasMessageContaining("f has 0 lines");
    }
}
