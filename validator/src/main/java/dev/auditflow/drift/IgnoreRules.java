package dev.auditflow.drift;

import dev.auditflow.config.IgnoredDrift;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which differences are somebody else's business: by table, because an autoscaler sets a field, or as the configuration says. */
final class IgnoreRules {
    /** Fields that controllers fill in, for which charts have no value or a stand-in. */
    private static final List<IgnoredDrift> KNOWN = List.of(
            known("MutatingWebhookConfiguration", "/webhooks/*/clientConfig/caBundle"),
            known("ValidatingWebhookConfiguration", "/webhooks/*/clientConfig/caBundle"),
            known("CustomResourceDefinition", "/spec/conversion/webhook/clientConfig/caBundle"),
            known("APIService", "/spec/caBundle"),
            known("PersistentVolumeClaim", "/spec/volumeName"),
            known("PersistentVolumeClaim", "/metadata/annotations/pv.kubernetes.io~1*"),
            known("PersistentVolumeClaim", "/metadata/annotations/volume.kubernetes.io~1*"),
            known("PersistentVolumeClaim", "/metadata/annotations/volume.beta.kubernetes.io~1*"),
            known("Deployment", "/metadata/annotations/deployment.kubernetes.io~1revision"),
            known("*", "/metadata/annotations/argocd.argoproj.io~1tracking-id"),
            known("*", "/metadata/labels/kustomize.toolkit.fluxcd.io~1*"),
            known("*", "/metadata/finalizers"),
            known("*", "/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration"));

    private final List<IgnoredDrift> rules;
    private final Set<String> scaled;

    /**
     * The rules for one environment.
     *
     * @param scaled {@code Kind/name} of what an autoscaler scales
     */
    IgnoreRules(List<IgnoredDrift> own, String environment, Set<String> scaled) {
        this.rules = new ArrayList<>(KNOWN);
        own.stream()
                .filter(rule ->
                        rule.environments().isEmpty() || rule.environments().contains(environment))
                .forEach(rules::add);
        this.scaled = Set.copyOf(scaled);
    }

    private static IgnoredDrift known(String kind, String pointer) {
        return new IgnoredDrift(kind, "*", pointer, "*", List.of(), "");
    }

    /** @param manager who set it last; empty if nobody says so */
    boolean ignores(ResourceId object, FieldPath field, String manager) {
        List<String> steps = field.steps().stream()
                .map(step -> switch (step) {
                    case FieldPath.Step.Key(String name) -> name;
                    case FieldPath.Step.Index(int index) -> Integer.toString(index);
                })
                .toList();
        boolean isScale = steps.equals(List.of("spec", "replicas"));
        if (isScale && scaled.contains(object.kind() + "/" + object.name())) {
            return true;
        }
        return rules.stream()
                .anyMatch(rule -> fits(rule.kind(), object.kind())
                        && fits(rule.name(), object.name())
                        && fits(rule.manager(), manager)
                        && leads(rule.pointer(), steps));
    }

    private static boolean fits(String pattern, String text) {
        return pattern.endsWith("*")
                ? text.startsWith(pattern.substring(0, pattern.length() - 1))
                : text.equals(pattern);
    }

    /** Whether a JSON pointer (RFC 6901), in whose steps a trailing {@code *} stands for any rest, leads to the field or to a whole around it. */
    private static boolean leads(String pointer, List<String> steps) {
        if (pointer.isEmpty()) {
            return true;
        }
        String[] wanted = pointer.substring(1).split("/", -1);
        if (wanted.length > steps.size()) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            String step = wanted[i].replace("~1", "/").replace("~0", "~");
            if (!fits(step, steps.get(i))) {
                return false;
            }
        }
        return true;
    }
}
