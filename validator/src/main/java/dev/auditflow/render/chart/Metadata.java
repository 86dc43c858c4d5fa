package dev.auditflow.render.chart;

import java.util.List;
import java.util.Map;

/** What Chart.yaml says. Absent strings are empty. */
record Metadata(
        String name,
        String home,
        List<String> sources,
        String version,
        String description,
        List<String> keywords,
        List<Maintainer> maintainers,
        String icon,
        String apiVersion,
        String condition,
        String tags,
        String appVersion,
        boolean deprecated,
        Map<String, String> annotations,
        String kubeVersion,
        String type) {

    /** Who looks after a chart. */
    record Maintainer(String name, String email, String url) {}

    Metadata withName(String other) {
        return new Metadata(
                other,
                home,
                sources,
                version,
                description,
                keywords,
                maintainers,
                icon,
                apiVersion,
                condition,
                tags,
                appVersion,
                deprecated,
                annotations,
                kubeVersion,
                type);
    }

    boolean isLibrary() {
        return type.equalsIgnoreCase("library");
    }
}
