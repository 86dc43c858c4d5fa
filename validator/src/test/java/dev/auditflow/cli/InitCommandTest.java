package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code auditflow init} in repositories of many layouts, through the front door. */
class InitCommandTest {
    private static final String DEPLOYMENT = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: NAME
        spec:
          replicas: REPLICAS
          selector:
            matchLabels: {app: NAME}
          template:
            metadata:
              labels: {app: NAME}
            spec:
              containers:
                - name: main
                  image: IMAGE
        """;
    private static final String CONFIG_MAP = """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: NAME
        data:
          key: "value"
        """;

    @TempDir
    Path repo;

    private record Result(int code, String out, String err) {}

    private static Result run(String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
            int code = Main.run(args);
            return new Result(code, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private Result init(String... flags) {
        return run(Stream.concat(Stream.of("init", repo.toString()), Stream.of(flags))
                .toArray(String[]::new));
    }

    private Result validate() {
        return run("validate", "-c", repo.resolve("auditflow.yaml").toString());
    }

    private List<String> targets() throws Exception {
        Config config = ConfigReader.read(repo.resolve("auditflow.yaml"));
        return config.targets().stream().map(InitCommandTest::name).toList();
    }

    private static String name(Target target) {
        return Stream.of(target.release(), target.environment(), target.scenario())
                .filter(part -> !part.isEmpty())
                .reduce((a, b) -> a + "/" + b)
                .orElseThrow();
    }

    private void write(String file, String text) throws IOException {
        Path path = repo.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private String read(String file) throws IOException {
        return Files.readString(repo.resolve(file));
    }

    private void chart(String folder, String name) throws IOException {
        write(folder + "/Chart.yaml", "apiVersion: v2\nname: %s\nversion: 0.1.0\n".formatted(name));
        write(folder + "/values.yaml", "replicas: 1\nimage: nginx\n");
        write(
                folder + "/templates/deployment.yaml",
                DEPLOYMENT
                        .replace("NAME", name)
                        .replace("REPLICAS", "{{ .Values.replicas }}")
                        .replace("IMAGE", "{{ .Values.image }}"));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(repo)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> repo.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void a_chart_with_values_beside_it_gets_an_environment_for_each_and_validate_passes() throws Exception {
        chart("charts/web", "web");
        write("charts/web/values-dev.yaml", "replicas: 2\n");
        write("charts/web/values.prod.yaml", "replicas: 3\n");
        write("charts/web/values-ha.yaml", "replicas: 9\n");
        write("charts/web/ci/small-values.yaml", "replicas: 1\n");
        write("charts/web/charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 0.1.0\n");
        write("charts/lib/Chart.yaml", "apiVersion: v2\nname: lib\ntype: library\nversion: 0.1.0\n");

        Result result = init();

        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(targets()).containsExactlyInAnyOrder("web/dev", "web/dev/ha", "web/prod", "web/ci", "web/ci/small");
        assertThat(read("goldenfiles/web/prod/deployment.web.yaml")).contains("replicas: 3");
        assertThat(read("auditflow.yaml")).contains("# charts/lib: a library chart renders nothing of its own");
        assertThat(result.out()).contains("1 releases, 5 targets").contains("'auditflow validate' passes now");
        assertThat(validate().code()).isZero();
        assertThat(run("validate", "-c", repo.resolve("auditflow.yaml").toString(), "--baseline", "/dev/null")
                        .code())
                .isNotZero();
    }

    @Test
    void what_is_new_after_init_fails() throws Exception {
        chart("charts/web", "web");
        assertThat(init().code()).isZero();
        assertThat(validate().code()).isZero();
        write(
                "charts/web/templates/extra.yaml",
                DEPLOYMENT.replace("NAME", "extra").replace("REPLICAS", "many").replace("IMAGE", "nginx"));
        Result later = validate();
        assertThat(later.code()).isEqualTo(ExitCode.FINDINGS);
        assertThat(later.out()).contains("AF002").contains("AF801");
    }

    @Test
    void values_around_the_charts_are_found_by_environment_and_chart() throws Exception {
        chart("charts/web", "web");
        chart("charts/api", "api");
        write("environments/dev.yaml", "replicas: 1\n");
        write("environments/prod/web.yaml", "replicas: 4\n");
        write("environments/prod/api/values.yaml", "replicas: 5\n");
        write("values/api/staging.yaml", "replicas: 6\n");

        assertThat(init().code()).isZero();

        assertThat(targets()).containsExactlyInAnyOrder("api/dev", "api/staging", "api/prod", "web/dev", "web/prod");
        assertThat(ConfigReader.read(repo.resolve("auditflow.yaml")).environments())
                .containsExactly("dev", "staging", "prod");
        assertThat(read("goldenfiles/api/prod/deployment.api.yaml")).contains("replicas: 5");
        assertThat(read("goldenfiles/api/staging/deployment.api.yaml")).contains("replicas: 6");
        assertThat(read("goldenfiles/web/prod/deployment.web.yaml")).contains("replicas: 4");
    }

    @Test
    void plain_manifests_become_folders_and_files_of_other_programs_stay_out() throws Exception {
        write("k8s/dev/cm.yaml", CONFIG_MAP.replace("NAME", "one"));
        write("k8s/prod/cm.yaml", CONFIG_MAP.replace("NAME", "one"));
        write("deploy/app/a.yaml", CONFIG_MAP.replace("NAME", "a"));
        write("deploy/app/b/b.yml", CONFIG_MAP.replace("NAME", "b"));
        write("deploy/mixed/cm.yaml", CONFIG_MAP.replace("NAME", "m"));
        write("deploy/mixed/docker-compose.yml", "services: {}\n");
        write("skaffold.yaml", "apiVersion: skaffold/v4beta6\nkind: Config\n");
        write("service.yaml", CONFIG_MAP.replace("NAME", "root"));
        write("node_modules/x/cm.yaml", CONFIG_MAP.replace("NAME", "x"));

        Result result = init();

        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(targets())
                .containsExactlyInAnyOrder(
                        "app/default", "dev/dev", "prod/prod", "mixed-cm/default", "service/default");
        assertThat(read("auditflow.yaml"))
                .contains("# skaffold.yaml: Config of skaffold/v4beta6 is for a program")
                .doesNotContain("node_modules");
        assertThat(validate().code()).isZero();
    }

    @Test
    void a_chart_that_does_not_render_is_a_comment_with_its_own_words_and_the_exit_code_tells() throws Exception {
        chart("charts/web", "web");
        chart("charts/api", "api");
        write(
                "charts/api/templates/cm.yaml",
                CONFIG_MAP.replace("NAME", "{{ required \"tell me the host\" .Values.host }}"));

        Result result = init();

        assertThat(result.code()).isEqualTo(ExitCode.NO_ANSWER);
        assertThat(result.out()).contains("api: it does not render").contains("tell me the host");
        assertThat(read("auditflow.yaml"))
                .contains("tell me the host")
                .contains("  # - name: api\n  #   chart: charts/api\n");
        assertThat(targets()).containsExactly("web");
        assertThat(validate().code()).isZero();
    }

    @Test
    void a_chart_that_renders_with_its_test_values_only_is_checked_with_them() throws Exception {
        chart("charts/api", "api");
        write(
                "charts/api/templates/cm.yaml",
                CONFIG_MAP.replace("NAME", "{{ required \"tell me the host\" .Values.host }}"));
        write("charts/api/ci/a-values.yaml", "port: 1\n");
        write("charts/api/ci/b-values.yaml", "host: here\n");

        Result result = init();

        assertThat(result.out()).contains("api/ci/a: it does not render");
        assertThat(result.code()).isEqualTo(ExitCode.NO_ANSWER);
        assertThat(targets()).containsExactly("api/ci");
        assertThat(validate().code()).isZero();
    }

    @Test
    void kinds_without_a_schema_are_let_through_by_name_or_defined_by_what_the_repository_holds() throws Exception {
        write("k8s/widget.yaml", "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {size: 1}\n");
        write("k8s/gadget.yaml", "apiVersion: example.com/v1\nkind: Gadget\nmetadata: {name: g}\n");
        write("definitions/widget.yaml", """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: widgets.example.com
            spec:
              group: example.com
              names: {kind: Widget, plural: widgets}
              scope: Namespaced
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema:
                      type: object
                      properties:
                        spec: {type: object, properties: {size: {type: integer}}}
            """);

        Result result = init();

        assertThat(result.code()).as(result.out() + result.err()).isZero();
        Config config = ConfigReader.read(repo.resolve("auditflow.yaml"));
        assertThat(config.allowMissingSchemas()).containsExactly("example.com/Gadget");
        assertThat(config.customResourceDefinitions()).containsExactly(repo.resolve("definitions/widget.yaml"));
    }

    @Test
    void nothing_is_overwritten_unless_forced() throws Exception {
        chart("charts/web", "web");
        write("auditflow.yaml", "mine\n");
        Result refused = init();
        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("auditflow.yaml is there already");
        assertThat(read("auditflow.yaml")).isEqualTo("mine\n");
        assertThat(files()).noneMatch(file -> file.startsWith("goldenfiles") || file.startsWith(".github"));

        Result forced = init("--force");
        if (System.getenv().getOrDefault("CI", "").equals("true")) {
            assertThat(forced.code()).isEqualTo(ExitCode.USAGE);
        } else {
            assertThat(forced.code()).isZero();
            assertThat(read("auditflow.yaml")).contains("version: 1");
        }
    }

    @Test
    void a_dry_run_prints_and_writes_nothing() throws Exception {
        chart("charts/web", "web");
        List<String> before = files();
        Result result = init("--dry-run");
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("chart: charts/web").contains("nothing was written");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void a_folder_with_nothing_to_check_is_an_error() throws Exception {
        write("README.md", "# hello\n");
        Result result = init();
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("no chart, kustomization or Kubernetes manifest");
        assertThat(files()).containsExactly("README.md");
        assertThat(run("init", repo.resolve("nowhere").toString()).code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void nothing_is_read_or_written_through_a_symbolic_link(@TempDir Path outside) throws Exception {
        chart("charts/web", "web");
        Files.createDirectories(outside.resolve("chart"));
        Files.writeString(outside.resolve("chart/Chart.yaml"), "apiVersion: v2\nname: evil\nversion: 0.1.0\n");
        Files.createSymbolicLink(repo.resolve("charts/evil"), outside.resolve("chart"));
        Files.createSymbolicLink(repo.resolve("goldenfiles"), outside);

        Result result = init();

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("symbolic link");
        assertThat(Files.exists(repo.resolve("auditflow.yaml"))).isFalse();
        try (Stream<Path> all = Files.list(outside)) {
            assertThat(all.map(outside::relativize).map(Path::toString)).containsExactly("chart");
        }
        Files.delete(repo.resolve("goldenfiles"));
        assertThat(init().code()).isZero();
        assertThat(targets()).containsExactly("web");
        assertThat(read("auditflow.yaml")).contains("# charts/evil: a symbolic link is not followed");
    }

    @Test
    void names_that_yaml_would_read_otherwise_stay_what_they_are() throws Exception {
        chart("charts/we: #b", "web");
        write("on/cm.yaml", CONFIG_MAP.replace("NAME", "a"));
        write("charts/we: #b/values-1e3.yaml", "replicas: 2\n");
        assertThat(init().code()).isZero();
        assertThat(new TreeSet<>(targets())).containsExactly("on/default", "web/default", "web/default/1e3");
        assertThat(validate().code()).isZero();
    }

    @Test
    void encrypted_and_broken_values_are_named_and_left_out() throws Exception {
        chart("charts/web", "web");
        write("charts/web/values-dev.yaml", "replicas: 2\n");
        write("charts/web/values-prod.yaml", "key: ENC[x]\nsops: {version: 3}\n");
        write("charts/web/values-qa.yaml", "a: [1\n");
        Result result = init();
        assertThat(result.code()).isZero();
        assertThat(targets()).containsExactly("web/dev");
        assertThat(result.out())
                .contains("charts/web/values-prod.yaml: it is encrypted by sops")
                .contains("charts/web/values-qa.yaml: it is no values file");
    }

    @Test
    void a_chart_that_renders_differently_each_time_still_passes_afterwards() throws Exception {
        chart("charts/web", "web");
        write(
                "charts/web/templates/cm.yaml",
                CONFIG_MAP.replace("NAME", "random").replace("value", "{{ randAlphaNum 24 }}"));
        Result result = init();
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(validate().code()).isZero();
        assertThat(validate().code()).isZero();
    }

    @Test
    void the_workflow_pins_every_action_and_asks_for_least() throws Exception {
        chart("charts/web", "web");
        assertThat(init().code()).isZero();
        String workflow = read(".github/workflows/auditflow.yml");
        assertThat(workflow.lines().filter(line -> line.contains("uses:")))
                .isNotEmpty()
                .allMatch(line -> line.matches(".*uses: [a-z]+/[a-z/-]+@[0-9a-f]{40} # v[0-9.]+"));
        assertThat(workflow)
                .contains("permissions: {}")
                .contains("contents: read")
                .contains("timeout-minutes:");
    }
}
