package dev.auditflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.manifest.ManifestReader;
import org.junit.jupiter.api.Test;

/** What is said before an upgrade, for no rollback brings it back. */
class IrreversibleTest {
    @Test
    void namesHooksVolumesAndDefinitions() {
        String text = """
                {apiVersion: batch/v1, kind: Job, metadata: {name: migrate, annotations: {helm.sh/hook: "post-install, pre-upgrade"}}}
                ---
                {apiVersion: v1, kind: Pod, metadata: {name: check, annotations: {helm.sh/hook: test}}}
                ---
                {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data}}
                ---
                {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {volumeClaimTemplates: [{metadata: {name: data}}]}}
                ---
                {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: cache}, spec: {}}
                ---
                {apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: things.example.com}}
                ---
                {apiVersion: v1, kind: ConfigMap, metadata: {name: plain}}
                """;
        assertThat(Irreversible.of(ManifestReader.objects("rendering", text)))
                .containsExactly(
                        "a rollback does not undo what the hook Job/migrate does",
                        "a rollback does not undo what is written to the volume of PersistentVolumeClaim/data",
                        "a rollback does not undo what is written to the volumes of StatefulSet/db",
                        "a rollback does not undo what a new CustomResourceDefinition/things.example.com makes of stored objects");
    }
}
