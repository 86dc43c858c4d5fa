package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.host.Command;
import dev.auditflow.yaml.JsonTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code version next}: an umbrella chart with the charts of two services, released as 1.0.0, and what is committed after that. */
class VersionNextTest {
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: %s}
            spec: {selector: {app: %1$s}, ports: [{port: 80}]}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void repository() throws Exception {
        write("auditflow.yaml", """
                version: 1
                environments: {dev: , prod: }
                releases:
                  - name: shop
                    chart: shop
                versions:
                  web:
                    chart: shop/charts/web
                    paths: src/web
                    files: [src/web/pyproject.toml, src/web/openapi.json]
                  db:
                    chart: shop/charts/db
                  shop:
                    chart: shop
                """);
        write("shop/Chart.yaml", """
                apiVersion: v2
                name: shop
                version: 1.0.0 # the umbrella
                dependencies:
                  - {name: web, version: "1.0.0"}
                  - name: db
                    version: 1.0.0
                """);
        write("shop/values.yaml", "web: {replicas: 1}\n");
        for (String chart : List.of("web", "db")) {
            String at = "shop/charts/" + chart + "/";
            write(
                    at + "Chart.yaml",
                    "apiVersion: v2\nname: %s\nversion: 1.0.0\nappVersion: \"1.0.0\"\n".formatted(chart));
            write(at + "values.yaml", "replicas: 1\n");
            write(at + "templates/service.yaml", SERVICE.formatted(chart));
            write(at + "templates/deployment.yaml", deployment(chart));
        }
        write("src/web/pyproject.toml", "[project]\nname = \"web\"\nversion = \"1.0.0\"\nrequires = \"1.0.0\"\n");
        write("src/web/openapi.json", "{\n  \"info\": {\n    \"version\": \"1.0.0\"\n  }\n}\n");
        git("init", "-q", "-b", "main");
        commit("one");
        for (String part : List.of("web", "db", "shop")) {
            git("tag", part + "-v1.0.0");
        }
    }

    @Test
    void withoutACommitThereIsNothingToDo() throws Exception {
        Map<String, JsonNode> plans = plans();
        assertThat(versions(plans)).isEqualTo(Map.of("web", "1.0.0", "db", "1.0.0", "shop", "1.0.0"));
        assertThat(plans.values()).noneMatch(plan -> plan.get("publish").booleanValue());
    }

    @Test
    void aCommitCountsForThePartsWhoseFilesItChanges() throws Exception {
        write("src/web/main.py", "print()\n");
        commit("feat(web): export as CSV");
        Map<String, JsonNode> plans = plans();
        assertThat(versions(plans)).isEqualTo(Map.of("web", "1.1.0", "db", "1.0.0", "shop", "1.1.0"));
        assertThat(reasons(plans, "shop")).containsExactly("web 1.1.0");
    }

    @Test
    void aRemovedServiceIsNeverAPatch() throws Exception {
        write("shop/charts/web/templates/service.yaml", "");
        commit("fix: tidy up");
        Map<String, JsonNode> plans = plans();
        assertThat(versions(plans)).isEqualTo(Map.of("web", "2.0.0", "db", "1.0.0", "shop", "2.0.0"));
        assertThat(reasons(plans, "web")).containsExactly("Service/web is removed (disrupts)");
    }

    @Test
    void aServiceThatOnlyOneEnvironmentLosesCountsAsWell() throws Exception {
        write(
                "shop/charts/web/templates/service.yaml",
                "{{ if .Values.exposed }}\n" + SERVICE.formatted("web") + "{{ end }}\n");
        write("shop/charts/web/values.yaml", "replicas: 1\nexposed: true\n");
        write("shop/prod.yaml", "web: {exposed: false}\n");
        String config = Files.readString(folder.resolve("auditflow.yaml"));
        write(
                "auditflow.yaml",
                config.replace(
                        "    chart: shop\nversions",
                        "    chart: shop\n    environments: {dev: , prod: {values: shop/prod.yaml}}\nversions"));
        commit("fix: prod needs none");
        assertThat(next())
                .containsEntry("web", "2.0.0")
                .containsEntry("shop", "2.0.0")
                .containsEntry("db", "1.0.0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ports: [{port: 80}]                | ports: [{port: 81}]                  | service    | 2.0.0
            spec: {selector                    | spec: {type: ClusterIP, selector     | service    | 1.1.0
            matchLabels: {app: web}            | matchLabels: {app: web, tier: web}   | deployment | 2.0.0
            {{ .Chart.AppVersion }}            | 2                                    | deployment | 1.0.1
            kind: Deployment                   | kind: StatefulSet                    | deployment | 2.0.0
            """)
    void whatIsRenderedIsWorthAtLeast(String old, String fresh, String file, String version) throws Exception {
        edit("shop/charts/web/templates/" + file + ".yaml", old, fresh);
        commit("fix: tidy up");
        assertThat(next()).as(output("git", "show")).containsEntry("web", version);
    }

    @ParameterizedTest
    @CsvSource({
        "replicas: 1, count: 1, 2.0.0",
        "replicas: 1, 'replicas: 1\nmore: 1', 1.1.0",
        "replicas: 1, replicas: 2, 1.0.1"
    })
    void valuesAreAPromise(String old, String fresh, String version) throws Exception {
        edit(
                "shop/charts/db/templates/deployment.yaml",
                "{{ .Values.replicas }}",
                "{{ .Values.replicas | default 1 }}");
        edit("shop/charts/db/values.yaml", old, fresh);
        commit("fix: names");
        assertThat(next()).containsEntry("db", version).containsEntry("web", "1.0.0");
    }

    @Test
    void belowOneABreakingChangeIsAMinorOne() throws Exception {
        git("tag", "-d", "web-v1.0.0");
        git("tag", "web-v0.4.2");
        write("shop/charts/web/templates/service.yaml", "");
        commit("fix: tidy up");
        JsonNode plan = plan("web");
        assertThat(plan.get("last").asText()).isEqualTo("0.4.2");
        assertThat(plan.get("next").asText()).isEqualTo("0.5.0");
    }

    @Test
    void aTagOfAnotherBranchOrOfAPreReleaseIsNoRelease() throws Exception {
        git("checkout", "-q", "-b", "aside");
        commit("two");
        git("tag", "web-v9.0.0");
        git("checkout", "-q", "main");
        git("tag", "web-v8.0.0-rc.1");
        assertThat(plan("web").get("last").asText()).isEqualTo("1.0.0");
    }

    @Test
    void everyPlaceIsWrittenAndTheNextRunPublishes() throws Exception {
        write("src/web/main.py", "print()\n");
        commit("feat: more");
        Launched run = run("version", "next", "--write");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("web  1.0.0 -> 1.1.0  minor (released: 1.0.0)\n  feat: more (")
                .contains("wrote src/web/pyproject.toml");
        assertThat(output("git", "diff", "--unified=0")
                        .lines()
                        .filter(line -> line.startsWith("+") && !line.startsWith("+++")))
                .containsExactlyInAnyOrder(
                        "+version: 1.1.0",
                        "+appVersion: \"1.1.0\"",
                        "+version = \"1.1.0\"",
                        "+    \"version\": \"1.1.0\"",
                        "+version: 1.1.0 # the umbrella",
                        "+  - {name: web, version: \"1.1.0\"}");
        commit("release: the next versions");
        Launched again = run("version", "next", "--write", "-o", "json");
        Map<String, JsonNode> plans = named(again);
        assertThat(plans.values()).noneMatch(plan -> plan.get("behind").booleanValue());
        assertThat(of(plans, "web").get("publish").booleanValue()).isTrue();
        assertThat(of(plans, "db").get("publish").booleanValue()).isFalse();
        assertThat(output("git", "status", "--porcelain")).isEmpty();
    }

    @Test
    void notesSayWhatIsNewInWhatIsReleased() throws Exception {
        write("src/web/a.py", "a\n");
        commit("feat(export): CSV, too <b>@everyone</b>");
        write("src/web/b.py", "b\n");
        commit("fix!: other ids\n\nWhy.\n\nBREAKING CHANGE: ids are longer,\nby four digits\n\nRefs: 12");
        write("src/web/c.py", "c\n");
        commit("Fix: a leak");
        write("src/web/d.py", "d\n");
        commit("docs: say more");
        write("shop/charts/web/templates/service.yaml", "");
        commit("tidy up");
        write("src/web/e.py", "e\n");
        commit("chore(release): the next versions");
        Launched run = run("version", "next", "--notes", "notes");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("wrote notes/web.md", "wrote notes/shop.md");
        assertThat(folder.resolve("notes/db.md")).doesNotExist();
        assertThat(Files.readString(folder.resolve("notes/web.md")).replaceAll("\\([0-9a-f]{7,}\\)", "(ID)"))
                .isEqualTo("""
                ## web 2.0.0

                Since 1.0.0.

                ### Breaking changes

                - other ids (ID). ids are longer, by four digits

                ### Added

                - **export:** CSV, too &lt;b&gt;&#64;everyone&lt;/b&gt; (ID)

                ### Fixed

                - a leak (ID)

                ### Other changes

                - tidy up (ID)
                - docs: say more (ID)

                ### What is rendered and allowed

                - Service/web is removed (disrupts)
                """);
        assertThat(Files.readString(folder.resolve("notes/shop.md")))
                .containsOnlyOnce("web 2.0.0")
                .contains("### Charts in it\n\n- web 2.0.0\n");
        git("tag", "-d", "db-v1.0.0");
        assertThat(run("version", "next", "--notes", "notes").code()).isZero();
        assertThat(folder.resolve("notes/db.md")).hasContent("## db 1.0.0\n\nThe first release.\n");
        Launched refused = run("version", "next", "--notes", "auditflow.yaml");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("auditflow.yaml/web.md cannot be written");
    }

    @Test
    void aHigherVersionOfAPersonStays() throws Exception {
        edit("shop/charts/db/Chart.yaml", "version: 1.0.0", "version: 3.0.0");
        commit("feat: a great step");
        JsonNode plan = plan("db");
        assertThat(plan.get("behind").booleanValue()).isFalse();
        assertThat(plan.get("publish").booleanValue()).isTrue();
    }

    @Test
    void nothingIsWrittenIfAFileHasNoPlaceForIt() throws Exception {
        edit("src/web/openapi.json", "1.0.0", "0.9.0");
        commit("feat: more");
        Launched run = run("version", "next", "--write");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("src/web/openapi.json has 0 lines that set a version to 1.0.0, and one was expected");
        assertThat(output("git", "status", "--porcelain")).isEmpty();
    }

    @Test
    void whatCannotBeRenderedHasNoVersion() throws Exception {
        edit("shop/charts/db/values.yaml", "replicas: 1", "replicas: 2");
        edit("shop/charts/db/templates/service.yaml", "{app: db}", "{{ fail \"no\" }}");
        commit("fix: tidy up");
        Launched run = run("version", "next");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("shop/charts/db/templates/service.yaml:4");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aChartThatNoReleaseRendersHasNoVersion() throws Exception {
        edit("auditflow.yaml", "    chart: shop\nversions", "    chart: shop/charts/web\nversions");
        edit("shop/charts/db/values.yaml", "replicas: 1", "replicas: 2");
        commit("fix: tidy up");
        Launched run = run("version", "next");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("No release of auditflow.yaml renders shop/charts/db", "add one");
    }

    @Test
    void mistakesAreNamed() throws Exception {
        edit("shop/charts/db/Chart.yaml", "version: 1.0.0", "version: 1.0.0-rc1");
        assertThat(run("version", "next").err())
                .contains(
                        "shop/charts/db/Chart.yaml:3: \"version\" is \"1.0.0-rc1\"; versions are computed of the form 1.2.3");
        edit("auditflow.yaml", "chart: shop/charts/db", "chart: shop/charts/cache");
        assertThat(run("version", "next").err()).contains("shop/charts/cache/Chart.yaml does not exist");
        edit("auditflow.yaml", "  web:\n    chart: shop/charts/web\n", "  web:\n");
        assertThat(run("version", "next").err()).contains("auditflow.yaml:8: \"web\" of \"versions\" needs \"chart\"");
        String config = Files.readString(folder.resolve("auditflow.yaml"));
        write("auditflow.yaml", config.substring(0, config.indexOf("versions:")));
        assertThat(run("version", "next").err()).contains("auditflow.yaml has no \"versions\"");
    }

    @Test
    void aShallowCloneHasNoVersions() throws Exception {
        commit("two");
        Path clone = folder.resolve("clone");
        git("clone", "-q", "--depth=1", "file://" + folder, clone.toString());
        assertThat(Launched.run(clone, Map.of(), "version", "next").err()).contains("fetch-depth: 0");
    }

    private Map<String, String> next() throws Exception {
        return versions(plans());
    }

    private static Map<String, String> versions(Map<String, JsonNode> plans) {
        Map<String, String> versions = new TreeMap<>();
        plans.forEach((name, plan) -> versions.put(name, plan.get("next").asText()));
        return versions;
    }

    private static JsonNode of(Map<String, JsonNode> plans, String name) {
        return Objects.requireNonNull(plans.get(name));
    }

    private JsonNode plan(String name) throws Exception {
        return of(plans(), name);
    }

    private static List<String> reasons(Map<String, JsonNode> plans, String name) {
        return StreamSupport.stream(of(plans, name).get("reasons").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private Map<String, JsonNode> plans() throws Exception {
        return named(run("version", "next", "-o", "json"));
    }

    private static Map<String, JsonNode> named(Launched run) throws IOException {
        assertThat(run.code()).as(run.err()).isZero();
        Map<String, JsonNode> plans = new TreeMap<>();
        JsonTree.readStrictly(run.out())
                .forEach(plan -> plans.put(plan.get("name").asText(), plan));
        return plans;
    }

    private Launched run(String... args) throws IOException, InterruptedException {
        return Launched.run(folder, Map.of(), args);
    }

    private static String deployment(String name) {
        return """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: %s}
                    spec:
                      replicas: {{ .Values.replicas }}
                      selector: {matchLabels: {app: %1$s}}
                      template:
                        metadata: {labels: {app: %1$s}}
                        spec: {containers: [{name: %1$s, image: "%1$s:{{ .Chart.AppVersion }}"}]}
                    """.formatted(name);
    }

    private void edit(String name, String old, String fresh) throws IOException {
        String text = Files.readString(folder.resolve(name));
        assertThat(text).contains(old);
        write(name, text.replace(old, fresh));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void commit(String message) throws Command.Failure {
        git("add", ".");
        git("commit", "-q", "--allow-empty", "-m", message);
    }

    private void git(String... args) throws Command.Failure {
        List<String> argv =
                new ArrayList<>(List.of("git", "-c", "user.name=test", "-c", "user.email=test@example.com"));
        argv.addAll(List.of(args));
        output(argv.toArray(String[]::new));
    }

    private String output(String... argv) throws Command.Failure {
        Command.Result result = Command.of(List.of(argv)).in(folder).run();
        assertThat(result.exitCode()).as(result.errors()).isZero();
        return result.output();
    }
}
