package dev.auditflow.deploy.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.auditflow.config.GitSettings.Reconciler;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which objects go to a branch, which are run by the promoter, and which must not be in Git. */
final class ManifestsTest {
    private static final String CONFIG = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {password: no}}";

    private static List<Resource> objects(String... documents) {
        return ManifestReader.objects("manifest", String.join("\n---\n", documents));
    }

    private static String hook(String events) {
        return "{apiVersion: batch/v1, kind: Job, metadata: {name: j, annotations: {helm.sh/hook: '" + events + "'}}}";
    }

    private static Manifests of(Reconciler reconciler, String... documents) throws GitException {
        return Manifests.of(objects(documents), "web/dev@1.34", reconciler);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: {password: aHVudGVyMg==}",
                "stringData: {password: hunter2}",
                "data: not-even-a-mapping",
            })
    void secretsInPlainAreRefusedByName(String data) {
        String secret = "{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: x}, " + data + "}";
        for (Reconciler reconciler : Reconciler.values()) {
            assertThatThrownBy(() -> of(reconciler, CONFIG, secret))
                    .hasMessageContaining("Secret/x/db would lie in Git for everybody to read")
                    .hasMessageContaining("ExternalSecret")
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void whatOnlyNamesSecretsIsCommitted() throws Exception {
        String empty =
                "{apiVersion: v1, kind: Secret, metadata: {name: token}, type: kubernetes.io/service-account-token}";
        String external =
                "{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db}, spec: {data: []}}";
        String other = "{apiVersion: example.com/v1, kind: Secret, metadata: {name: db}, data: {a: b}}";
        assertThat(of(Reconciler.FLUX, empty, external, other).committed()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"test", "test-success", "'test,test-failure'"})
    void testsAreRunByThePromoter(String events) throws Exception {
        for (Reconciler reconciler : Reconciler.values()) {
            Manifests manifests = of(reconciler, CONFIG, hook(events));
            assertThat(manifests.committed()).hasSize(1);
            assertThat(manifests.tests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pre-upgrade              | true",
                "pre-install, pre-upgrade | true",
                "test, post-upgrade       | true",
                "post-rollback            | false",
                "pre-rollback             | false",
            })
    void argoRunsSomeHooksAndFluxNone(String events, boolean committed) throws Exception {
        Manifests manifests = of(Reconciler.ARGOCD, CONFIG, hook(events));
        assertThat(manifests.committed()).hasSize(committed ? 2 : 1);
        assertThat(manifests.tests()).isEmpty();
        assertThat(manifests.warnings()).hasSize(committed ? 0 : 1);
        assertThatThrownBy(() -> of(Reconciler.FLUX, CONFIG, hook(events)))
                .hasMessageContaining("Job/j is a hook")
                .hasMessageContaining("let Argo CD run it");
    }

    @Test
    void whatIsToBeKeptIsToldWhereNobodyKeepsIt() throws Exception {
        String claim = "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c, annotations: {%s}}}";
        String keep = "helm.sh/resource-policy: keep";
        String both = keep + ", kustomize.toolkit.fluxcd.io/prune: disabled";
        assertThat(of(Reconciler.ARGOCD, claim.formatted(keep)).warnings()).isEmpty();
        assertThat(of(Reconciler.FLUX, claim.formatted(keep)).warnings())
                .singleElement()
                .asString()
                .contains("Flux deletes PersistentVolumeClaim/c once the chart leaves it out");
        assertThat(of(Reconciler.FLUX, claim.formatted(both)).warnings()).isEmpty();
    }

    @Test
    void nothingIsNoContent() {
        assertThatThrownBy(() -> of(Reconciler.ARGOCD, hook("test")))
                .hasMessage("web/dev@1.34 renders no object that could be committed");
    }
}
