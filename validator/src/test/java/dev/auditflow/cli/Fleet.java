package dev.auditflow.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small charts in a folder with an auditflow.yaml, for tests that run the program over them. */
final class Fleet {
    private final Path folder;

    private Fleet(Path folder) {
        this.folder = folder;
    }

    /** Charts {@code c0} to {@code c<count - 1>}, each with a clean ConfigMap. */
    static Fleet of(Path folder, int count) throws IOException {
        Fleet fleet = new Fleet(folder);
        StringBuilder config = new StringBuilder("version: 1\nreleases:\n");
        for (int i = 0; i < count; i++) {
            fleet.chart(i);
            config.append("  - name: c%d%n    chart: charts/c%d%n    values: values/c%d.yaml%n".formatted(i, i, i));
        }
        fleet.write("auditflow.yaml", config.toString());
        Files.createDirectories(folder.resolve("goldenfiles"));
        for (int i = 0; i < count; i++) {
            fleet.write("goldenfiles/c%d/configmap.c%d.yaml".formatted(i, i), golden(i));
        }
        return fleet;
    }

    private void chart(int i) throws IOException {
        write("charts/c%d/Chart.yaml".formatted(i), "apiVersion: v2\nname: c%d\nversion: 1.0.0\n".formatted(i));
        write("charts/c%d/values.yaml".formatted(i), "greeting: hello\n");
        write("charts/c%d/templates/cm.yaml".formatted(i), """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: c%d
              labels:
                app.kubernetes.io/name: c%d
                app.kubernetes.io/instance: {{ .Release.Name }}
                app.kubernetes.io/managed-by: {{ .Release.Service }}
                helm.sh/chart: c%d-1.0.0
            data:
              greeting: {{ .Values.greeting | quote }}
            """.formatted(i, i, i));
        write("values/c%d.yaml".formatted(i), "greeting: hi\n");
    }

    private static String golden(int i) {
        return """
            apiVersion: v1
            data:
              greeting: hi
            kind: ConfigMap
            metadata:
              labels:
                app.kubernetes.io/instance: c%d
                app.kubernetes.io/managed-by: Helm
                app.kubernetes.io/name: c%d
                helm.sh/chart: "<masked>"
              name: c%d
            """.formatted(i, i, i);
    }

    Path folder() {
        return folder;
    }

    Fleet write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}
