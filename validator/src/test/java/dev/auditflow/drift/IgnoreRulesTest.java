package dev.auditflow.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.config.IgnoredDrift;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.FieldPath;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left to controllers without being told, and what auditflow.yaml adds. */
final class IgnoreRulesTest {
    private static IgnoreRules rules(IgnoredDrift... own) {
        return new IgnoreRules(List.of(own), "dev", Set.of("Deployment/scaled"));
    }

    private static boolean ignores(IgnoreRules rules, String kind, String name, String field, String manager) {
        return rules.ignores(new ResourceId("v1", kind, "", name), FieldPath.parse(field), manager);
    }

    @ParameterizedTest
    @CsvSource({
        "ValidatingWebhookConfiguration, webhooks[1].clientConfig.caBundle, true",
        "ValidatingWebhookConfiguration, webhooks[1].clientConfig.service.name, false",
        "ValidatingWebhookConfiguration, webhooks[1].failurePolicy, false",
        "MutatingWebhookConfiguration, webhooks[0].clientConfig.caBundle, true",
        "CustomResourceDefinition, spec.conversion.webhook.clientConfig.caBundle, true",
        "CustomResourceDefinition, spec.versions[0].served, false",
        "APIService, spec.caBundle, true",
        "APIService, spec.insecureSkipTLSVerify, false",
        "PersistentVolumeClaim, spec.volumeName, true",
        "PersistentVolumeClaim, spec.resources.requests.storage, false",
        "ConfigMap, data.caBundle, false"
    })
    void whatControllersFillInIsKnown(String kind, String field, boolean ignored) {
        assertThat(ignores(rules(), kind, "web", field, "cert-manager-cainjector"))
                .isEqualTo(ignored);
    }

    @Test
    void theReplicasOfWhatIsScaledAreTheAutoscalers() {
        assertThat(ignores(rules(), "Deployment", "scaled", "spec.replicas", "kubectl"))
                .isTrue();
        assertThat(ignores(rules(), "Deployment", "other", "spec.replicas", "kubectl"))
                .isFalse();
        assertThat(ignores(rules(), "StatefulSet", "scaled", "spec.replicas", "kubectl"))
                .isFalse();
        assertThat(ignores(rules(), "Deployment", "scaled", "spec.template.spec.replicas", "kubectl"))
                .isFalse();
    }

    @Test
    void ownRulesAreByKindNamePointerManagerAndEnvironment() {
        IgnoredDrift byAll = new IgnoredDrift("Deployment", "web-*", "/spec/replicas", "kubectl", List.of("dev"), "");
        assertThat(ignores(rules(byAll), "Deployment", "web-1", "spec.replicas", "kubectl"))
                .isTrue();
        assertThat(ignores(rules(byAll), "Deployment", "api", "spec.replicas", "kubectl"))
                .isFalse();
        assertThat(ignores(rules(byAll), "Deployment", "web-1", "spec.replicas", "helm"))
                .isFalse();
        assertThat(ignores(rules(byAll), "Deployment", "web-1", "spec.paused", "kubectl"))
                .isFalse();
        IgnoredDrift elsewhere = new IgnoredDrift("*", "*", "", "*", List.of("prod"), "");
        assertThat(ignores(rules(elsewhere), "Deployment", "web-1", "spec.replicas", "kubectl"))
                .isFalse();
    }
}
