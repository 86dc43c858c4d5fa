package dev.auditflow.deploy.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a rendering that is taken back leaves on its branch. */
final class RemainsTest {
    private static final String DEPLOYMENT = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}}";
    private static final String SETTINGS = "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}";
    private static final String ACCOUNT = "{apiVersion: v1, kind: ServiceAccount, metadata: {name: web}}";

    private static List<String> remains(String... documents) {
        List<Resource> objects = ManifestReader.objects("all.yaml", String.join("\n---\n", documents));
        return Remains.of(objects).stream()
                .map(object -> object.id().kind() + "/" + object.id().name())
                .toList();
    }

    private static String annotated(String annotation) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: kept, annotations: {%s}}}".formatted(annotation);
    }

    @Test
    void whatHoldsDataStays() {
        assertThat(
                        remains(
                                DEPLOYMENT,
                                "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data}}",
                                SETTINGS,
                                "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: a.b.c}}"))
                .containsExactly("PersistentVolumeClaim/data", "CustomResourceDefinition/a.b.c");
    }

    @Test
    void whatIsMeantToStayStays() {
        for (String annotation : List.of(
                "helm.sh/resource-policy: keep",
                "kustomize.toolkit.fluxcd.io/prune: disabled",
                "argocd.argoproj.io/sync-options: 'Replace=true,Prune=false'")) {
            assertThat(remains(SETTINGS, annotated(annotation), DEPLOYMENT))
                    .as(annotation)
                    .containsExactly("ConfigMap/kept");
        }
        assertThat(remains(annotated("helm.sh/resource-policy: other"), SETTINGS, DEPLOYMENT))
                .hasSize(1);
    }

    @Test
    void elseOneObjectThatRunsNothingStays() {
        assertThat(remains(ACCOUNT, SETTINGS, DEPLOYMENT)).containsExactly("ConfigMap/settings");
        assertThat(remains(ACCOUNT, DEPLOYMENT)).containsExactly("ServiceAccount/web");
        assertThat(remains(annotated("helm.sh/hook: pre-install"), DEPLOYMENT)).isEmpty();
    }
}
