package dev.auditflow.render.chart;

import dev.auditflow.coverage.TemplateUse;
import dev.auditflow.go.GoText;
import dev.auditflow.render.HelmRequest;
import dev.auditflow.render.HelmVersion;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.GoStruct;
import dev.auditflow.render.template.Int;
import dev.auditflow.render.template.KeyReads;
import dev.auditflow.render.version.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Everything that is settled before the first template runs. */
public final class ChartPlan {
    private static final String VALUES = "Values";

    private final Chart chart;
    private final Capabilities capabilities;
    private final Val values;
    private final GoMap release;

    ChartPlan(Chart chart, Capabilities capabilities, Val values, GoMap release) {
        this.chart = chart;
        this.capabilities = capabilities;
        this.values = values;
        this.release = release;
    }

    /**
     * One template.
     *
     * @param name as Helm names it, {@code chart/charts/sub/templates/x.yaml}
     * @param file where it lies, as a person would look it up
     * @param data what it sees as its dot; one map for all templates of a chart, as in Helm
     * @param basePath of {@code .Template}
     * @param yaml Helm's {@code toYaml}, for the methods of values
     */
    public record Template(
            String name, String file, String text, GoMap data, String basePath, Function<GoMap, String> yaml) {
        /** Partials are parsed, never printed. */
        public boolean isPartial() {
            return TemplateUse.isPartial(name);
        }

        /** Puts {@code .Template} into the dot. */
        public void enter() {
            GoMap template = new GoMap();
            template.put("Name", name);
            template.put("BasePath", basePath);
            data.put("Template", ValuesMethods.of(template, yaml));
        }
    }

    /**
     * Loads the chart and its values, settles dependencies and checks the values against the schemas.
     *
     * @throws ChartProblem in the words and in the order of helm
     */
    public static ChartPlan of(HelmRequest request, HelmVersion version) {
        Capabilities capabilities =
                Capabilities.of(request.kubeVersion(), request.apiVersions()).as(version);
        Val given = SetFlags.values(request);
        Chart chart = ChartLoader.load(request.chart());
        if (chart.metadata.isLibrary()) {
            throw new ChartProblem(
                    "library charts are not installable",
                    chart.place + "/Chart.yaml",
                    0,
                    "Render a chart that uses this one as a dependency");
        }
        Dependencies.check(chart);
        Dependencies.process(chart, given, version);
        Val values = Coalesce.values(chart, given, version);
        if (!request.skipSchemaValidation()) {
            SchemaCheck.check(chart, values);
        }
        String wanted = chart.metadata.kubeVersion();
        if (!wanted.isEmpty() && !VersionRange.accepts(wanted, capabilities.version())) {
            throw new ChartProblem(
                    "chart requires kubeVersion: %s which is incompatible with Kubernetes %s"
                            .formatted(wanted, capabilities.version()),
                    chart.place + "/Chart.yaml",
                    0,
                    "Render for a Kubernetes version that the chart supports (--kube-version)");
        }
        return new ChartPlan(chart, capabilities, values, release(request));
    }

    static GoMap release(HelmRequest request) {
        GoMap release = new GoMap();
        release.put("Name", request.releaseName());
        release.put("Namespace", request.namespace());
        release.put("IsUpgrade", request.isUpgrade());
        release.put("IsInstall", !request.isUpgrade());
        release.put("Revision", new Int(1));
        release.put("Service", "Helm");
        return release;
    }

    public Chart chart() {
        return chart;
    }

    /** The values that templates of the root chart see. */
    Val values() {
        return values;
    }

    /**
     * All templates, deepest first and in reverse order of their names: the order in which Helm parses and runs them.
     *
     * @param yaml Helm's {@code toYaml}, for {@code .Files.AsConfig}
     */
    public List<Template> templates(Function<GoMap, String> yaml) {
        return templates(yaml, ValuesObject.of(values));
    }

    /** As {@link #templates(Function)}, and tells which values the templates read. */
    public List<Template> templates(Function<GoMap, String> yaml, KeyReads reads) {
        return templates(yaml, ValuesObject.of(values, reads));
    }

    private List<Template> templates(Function<GoMap, String> yaml, GoMap root) {
        List<Template> templates = new ArrayList<>();
        GoStruct cluster = ChartObjects.capabilities(capabilities);
        collect(chart, root, cluster, yaml, templates);
        templates.sort((a, b) -> byDepth(b.name(), a.name()));
        List<Template> distinct = new ArrayList<>();
        for (Template template : templates) {
            if (!distinct.isEmpty() && distinct.getLast().name().equals(template.name())) {
                distinct.removeLast();
            }
            distinct.add(template);
        }
        return distinct;
    }

    private static int byDepth(String a, String b) {
        int depth = Long.compare(slashes(a), slashes(b));
        return depth != 0 ? depth : Order.CODE_POINTS.compare(a, b);
    }

    private static long slashes(String name) {
        return name.chars().filter(c -> c == '/').count();
    }

    private GoMap collect(
            Chart from, GoMap values, GoStruct cluster, Function<GoMap, String> yaml, List<Template> templates) {
        GoMap dot = new GoMap();
        GoMap subcharts = new GoMap();
        dot.put("Chart", ChartObjects.chart(from));
        dot.put("Files", FilesObject.of(from.files, yaml));
        dot.put("Release", release);
        dot.put("Capabilities", cluster);
        dot.put(VALUES, ValuesMethods.of(values, yaml));
        dot.put("Subcharts", subcharts);
        for (Chart child : from.subcharts()) {
            GoMap below = values.get(child.name()) instanceof GoMap table ? table : new GoMap();
            subcharts.put(child.name(), collect(child, below, cluster, yaml, templates));
        }
        String path = from.fullPath();
        for (ChartFile file : from.templates) {
            if (TemplateUse.isPartial(file.name()) || !from.metadata.isLibrary()) {
                templates.add(new Template(
                        path + "/" + file.name(),
                        from.place + "/" + file.name(),
                        GoText.decode(file.data()),
                        ValuesMethods.of(dot, yaml),
                        path + "/templates",
                        yaml));
            }
        }
        return dot;
    }
}
