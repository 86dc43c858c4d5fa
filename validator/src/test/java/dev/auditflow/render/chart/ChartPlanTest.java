package dev.auditflow.render.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.auditflow.render.HelmRequest;
import dev.auditflow.render.HelmVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartPlanTest {
    private static final Path CHARTS = Path.of("src/test/resources/charts");

    private static HelmRequest.Builder request(String chart) {
        return HelmRequest.of(CHARTS.resolve(chart), "1.34.0").releaseName("rel");
    }

    private static Val at(Val values, String... keys) {
        Val current = values;
        for (String key : keys) {
            current = Objects.requireNonNull(current.entries().get(key));
        }
        return current;
    }

    private static String problem(HelmRequest request) {
        try {
            ChartPlan.of(request, HelmVersion.HELM_3);
        } catch (ChartProblem e) {
            return e.failed().message();
        }
        return "";
    }

    @Test
    void missingDependenciesAreNamedInHelmsWords() {
        assertThat(problem(request("missing-dependency").build()))
                .isEqualTo("An error occurred while checking for chart dependencies. You may need to run"
                        + " `helm dependency build` to fetch missing dependencies: found in Chart.yaml, but missing in"
                        + " charts/ directory: store, cache");
    }

    @Test
    void schemaViolationsAreListedAsHelmListsThem() {
        assertThat(problem(request("schema-violation").build())).isEqualTo("""
                        values don't meet the specifications of the schema(s) in the following chart(s):
                        schema-violation:
                        - at '': missing property 'image'
                        - at '/mode': value must be one of 'a', 'b'
                        - at '/replicas': got string, want integer""");
        assertThat(problem(
                        request("schema-violation").skipSchemaValidation(true).build()))
                .isEmpty();
    }

    @Test
    void everyValueKnowsWhoSetIt() {
        Path deletions = CHARTS.resolve("nulls/values-delete.yaml");
        Val values = ChartPlan.of(
                        request("nulls")
                                .valuesFiles(List.of(deletions))
                                .set(List.of("a.b=5"))
                                .build(),
                        HelmVersion.HELM_3)
                .values();
        assertThat(at(values, "child").entries()).containsOnlyKeys("global", "t", "z");
        Val.SetBy z = Objects.requireNonNull(at(values, "child", "z").setBy());
        assertThat(z.key()).isEqualTo("child.z");
        assertThat(z.file()).endsWith("nulls/charts/child/values.yaml");
        assertThat(z.line()).isEqualTo(3);
        Val.SetBy set = Objects.requireNonNull(at(values, "a", "b").setBy());
        assertThat(set.over(null)).isEqualTo(new Val.SetBy("--set", 0, "a.b", "", set.over()));
        Val.SetBy deleted = Objects.requireNonNull(set.over());
        assertThat(deleted.file()).isEqualTo(deletions.toString());
        assertThat(Objects.requireNonNull(deleted.over()).file()).endsWith("nulls/values.yaml");
    }

    @Test
    void importedValuesKeepTheirOrigin() {
        Val values =
                ChartPlan.of(request("imports").build(), HelmVersion.HELM_3).values();
        Val host = at(values, "host");
        assertThat(host.data()).isEqualTo("example");
        assertThat(Objects.requireNonNull(host.setBy()).key()).isEqualTo("child.exports.data.host");
        assertThat(at(values, "port").data()).isEqualTo(1.0);
    }

    @Test
    void libraryChartsAndOldClustersAreRefused() {
        assertThat(problem(request("library/charts/lib").build())).isEqualTo("library charts are not installable");
    }

    @ParameterizedTest
    @CsvSource({"1.34,v1.34", "v1.34.2-rc.1+k3s,v1.34.2", "1.034,v1.34", "1.34.5.6,v1.34.5.6"})
    void kubeVersionIsReadAsHelmReadsIt(String given, String read) {
        assertThat(Capabilities.of(given, List.of()).version()).isEqualTo(read);
    }

    @Test
    void badKubeVersionIsSaid() {
        assertThatThrownBy(() -> Capabilities.of("x", List.of()))
                .hasMessage("invalid kube version 'x': could not parse \"x\" as version");
        assertThatThrownBy(() -> Capabilities.of("1", List.of()))
                .hasMessage("invalid kube version '1': illegal version string \"1\"");
    }
}
