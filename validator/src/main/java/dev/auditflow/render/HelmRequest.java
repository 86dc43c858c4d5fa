package dev.auditflow.render;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What to render; the fields are {@code helm template}'s flags of the same names.
 *
 * @param chart a chart's folder or its {@code .tgz}
 * @param valuesFiles in order of precedence, the last one wins
 * @param set expressions of {@code --set}, each as given ({@code a.b=1,c=2})
 * @param setFile expressions whose values are paths of files
 * @param kubeVersion never empty: helm builds believe in a Kubernetes of their own when none is given
 * @param apiVersions added to the versions that Helm knows
 * @param includeCrds whether the {@code crds/} files are part of the rendered text
 * @param noHooks leaves hooks out
 * @param skipTests leaves test hooks out
 * @param isUpgrade sets {@code .Release.IsUpgrade} instead of {@code .Release.IsInstall}
 * @param lookup files of objects that {@code lookup} answers from; without one it finds nothing
 * @param skipSchemaValidation renders without looking at {@code values.schema.json}
 * @param sealed what stands for values that SOPS encrypted
 */
public record HelmRequest(
        Path chart,
        String releaseName,
        String namespace,
        List<Path> valuesFiles,
        List<String> set,
        List<String> setString,
        List<String> setFile,
        List<String> setJson,
        List<String> setLiteral,
        String kubeVersion,
        List<String> apiVersions,
        List<Path> lookup,
        boolean includeCrds,
        boolean noHooks,
        boolean skipTests,
        boolean isUpgrade,
        boolean skipSchemaValidation,
        SealedValues sealed) {

    public HelmRequest {
        valuesFiles = List.copyOf(valuesFiles);
        set = List.copyOf(set);
        setString = List.copyOf(setString);
        setFile = List.copyOf(setFile);
        setJson = List.copyOf(setJson);
        setLiteral = List.copyOf(setLiteral);
        apiVersions = List.copyOf(apiVersions);
        lookup = List.copyOf(lookup);
    }

    /** A request with Helm's own defaults: release {@code release-name} in namespace {@code default}. */
    public static Builder of(Path chart, String kubeVersion) {
        return new Builder(chart, kubeVersion);
    }

    /** Whether any of the {@code --set} flags was given. */
    public boolean hasSetFlags() {
        return !(set.isEmpty()
                && setString.isEmpty()
                && setFile.isEmpty()
                && setJson.isEmpty()
                && setLiteral.isEmpty());
    }

    /** Collects the flags; not thread-safe. */
    public static final class Builder {
        private final Path chart;
        private final String kubeVersion;
        private final List<Path> valuesFiles = new ArrayList<>();
        private final List<String> set = new ArrayList<>();
        private final List<String> setString = new ArrayList<>();
        private final List<String> setFile = new ArrayList<>();
        private final List<String> setJson = new ArrayList<>();
        private final List<String> setLiteral = new ArrayList<>();
        private final List<String> apiVersions = new ArrayList<>();
        private final List<Path> lookup = new ArrayList<>();
        private String releaseName = "release-name";
        private String namespace = "default";
        private boolean includeCrds;
        private boolean noHooks;
        private boolean skipTests;
        private boolean isUpgrade;
        private boolean skipSchemaValidation;
        private SealedValues sealed = SealedValues.closed();

        private Builder(Path chart, String kubeVersion) {
            this.chart = chart;
            this.kubeVersion = kubeVersion;
        }

        public Builder releaseName(String name) {
            this.releaseName = name;
            return this;
        }

        public Builder namespace(String name) {
            this.namespace = name;
            return this;
        }

        public Builder valuesFiles(List<Path> files) {
            valuesFiles.addAll(files);
            return this;
        }

        public Builder set(List<String> expressions) {
            set.addAll(expressions);
            return this;
        }

        public Builder setString(List<String> expressions) {
            setString.addAll(expressions);
            return this;
        }

        public Builder setFile(List<String> expressions) {
            setFile.addAll(expressions);
            return this;
        }

        public Builder setJson(List<String> expressions) {
            setJson.addAll(expressions);
            return this;
        }

        public Builder setLiteral(List<String> expressions) {
            setLiteral.addAll(expressions);
            return this;
        }

        public Builder apiVersions(List<String> versions) {
            apiVersions.addAll(versions);
            return this;
        }

        public Builder lookup(List<Path> files) {
            lookup.addAll(files);
            return this;
        }

        public Builder includeCrds(boolean include) {
            this.includeCrds = include;
            return this;
        }

        public Builder noHooks(boolean leaveOut) {
            this.noHooks = leaveOut;
            return this;
        }

        public Builder skipTests(boolean leaveOut) {
            this.skipTests = leaveOut;
            return this;
        }

        public Builder isUpgrade(boolean upgrade) {
            this.isUpgrade = upgrade;
            return this;
        }

        public Builder skipSchemaValidation(boolean skip) {
            this.skipSchemaValidation = skip;
            return this;
        }

        public Builder sealed(SealedValues values) {
            this.sealed = values;
            return this;
        }

        public HelmRequest build() {
            return new HelmRequest(
                    chart,
                    releaseName,
                    namespace,
                    valuesFiles,
                    set,
                    setString,
                    setFile,
                    setJson,
                    setLiteral,
                    kubeVersion,
                    apiVersions,
                    lookup,
                    includeCrds,
                    noHooks,
                    skipTests,
                    isUpgrade,
                    skipSchemaValidation,
                    sealed);
        }
    }
}
