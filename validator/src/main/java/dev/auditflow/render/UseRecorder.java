package dev.auditflow.render;

import dev.auditflow.coverage.ChartUse;
import dev.auditflow.render.chart.ChartPlan;
import dev.auditflow.render.chart.UsedChart;
import dev.auditflow.render.template.FunctionTable;
import dev.auditflow.render.template.KeyReads;
import dev.auditflow.render.template.TemplateHits;

/**
 * Looks on while one chart is rendered.
 *
 * @param hits what is executed of its templates
 * @param reads which values are asked for
 */
record UseRecorder(TemplateHits hits, KeyReads reads) {
    UseRecorder() {
        this(new TemplateHits(), new KeyReads());
    }

    ChartUse use(HelmRequest request, ChartPlan plan, FunctionTable functions) {
        return UsedChart.of(request, plan, hits, reads, functions);
    }
}
