package dev.auditflow.render.chart;

import dev.auditflow.render.HelmRequest;
import dev.auditflow.render.HelmVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A chart in memory to try templates in: chart {@code c} 0.1.0 with the one file {@code templates/t.yaml}, release {@code
 * rel} in namespace {@code ns}.
 */
public final class TrialChart {
    private static final String CHART = "apiVersion: v2\nname: c\nversion: 0.1.0\n";
    private static final HelmRequest REQUEST = HelmRequest.of(Path.of("c"), "1.34.0")
            .releaseName("rel")
            .namespace("ns")
            .build();

    private TrialChart() {}

    /**
     * The plan of the chart.
     *
     * @param values content of {@code values.yaml}
     * @param folder where that file lies, for messages and origins
     * @throws ChartProblem if the values cannot be read
     */
    public static ChartPlan plan(byte[] values, Path folder) {
        Chart chart = ChartLoader.chart(
                List.of(
                        ChartFile.of("Chart.yaml", CHART.getBytes(StandardCharsets.UTF_8)),
                        ChartFile.of("values.yaml", values),
                        ChartFile.of("templates/t.yaml", new byte[0])),
                folder.toString(),
                0);
        Capabilities capabilities = Capabilities.of(REQUEST.kubeVersion(), REQUEST.apiVersions());
        return new ChartPlan(
                chart,
                capabilities,
                Coalesce.values(chart, Val.table(), HelmVersion.HELM_3),
                ChartPlan.release(REQUEST));
    }
}
