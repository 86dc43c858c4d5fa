package dev.auditflow.check.upgrade;

import dev.auditflow.diff.Change;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says where pods, networks and the cluster's guards become more open. */
final class Access {
    /** Fields of a pod's or container's security that open it with this value; dotted, the last fields of a path. */
    private static final Map<String, String> OPEN = Map.of(
            "securityContext.privileged", "true",
            "securityContext.allowPrivilegeEscalation", "true",
            "securityContext.runAsNonRoot", "false",
            "securityContext.runAsUser", "0",
            "securityContext.runAsGroup", "0",
            "securityContext.readOnlyRootFilesystem", "false",
            "seccompProfile.type", "Unconfined",
            "securityContext.procMount", "Unmasked",
            "automountServiceAccountToken", "true");

    private static final List<String> HOST = List.of("hostNetwork", "hostPID", "hostIPC");

    /** Fields whose absence leaves more open. */
    private static final List<String> GUARDS = List.of(
            "securityContext.runAsNonRoot",
            "securityContext.readOnlyRootFilesystem",
            "securityContext.allowPrivilegeEscalation",
            "securityContext.seccompProfile",
            "securityContext.appArmorProfile",
            "capabilities.drop");

    private static final Map<String, String> GUARDING = Map.of(
            "NetworkPolicy", "Traffic that it held back is let through",
            "ValidatingWebhookConfiguration", "What it refused is let in",
            "ValidatingAdmissionPolicy", "What it refused is let in",
            "ValidatingAdmissionPolicyBinding", "What it refused is let in",
            "ResourceQuota", "The namespace may use as much as there is",
            "LimitRange", "Containers may ask for as much as there is");

    private Access() {}

    static void added(ObjectChange.Added object, Effects effects) {
        String type = object.id().kind().equals("Service") ? ServiceFields.type(object.after()) : "";
        if (type.equals("LoadBalancer") || type.equals("NodePort")) {
            effects.add(Meaning.WIDENS, object, "Can be reached from outside the cluster (%s)".formatted(type), "");
        } else if (object.id().kind().equals("Ingress")) {
            effects.add(Meaning.WIDENS, object, "Can be reached from outside the cluster", "");
        }
    }

    static void removed(ObjectChange.Removed object, Effects effects) {
        String message = GUARDING.get(object.id().kind());
        if (message != null && !Release.isKept(object.before()) && !Release.isHook(object.before())) {
            effects.add(Meaning.WIDENS, object, message, "");
        }
    }

    static void changed(ObjectChange.Changed object, Effects effects) {
        String spec = Pods.spec(object.id());
        for (Change change : object.changes()) {
            String path = change.trail().fields();
            if (Pods.isBelow(path, spec)) {
                pods(change, path)
                        .or(() -> after(change).flatMap(node -> within(node, path)))
                        .ifPresent(message -> effects.add(Meaning.WIDENS, object, change, message, ""));
            } else {
                other(object, change, path)
                        .ifPresent(message -> effects.add(Meaning.WIDENS, object, change, message, ""));
            }
        }
    }

    /** The same of what stands in a block that is new as a whole. */
    private static Optional<String> within(Node node, String path) {
        return switch (node) {
            case MapNode map ->
                map.entries().stream()
                        .map(entry -> opens(path + "." + entry.key(), entry.value())
                                .or(() -> within(entry.value(), path + "." + entry.key())))
                        .flatMap(Optional::stream)
                        .findFirst();
            case ListNode list ->
                list.items().stream()
                        .map(item -> within(item, path))
                        .flatMap(Optional::stream)
                        .findFirst();
            default -> Optional.empty();
        };
    }

    private static Optional<String> pods(Change change, String path) {
        String last = path.substring(path.lastIndexOf('.') + 1);
        boolean guard = GUARDS.stream().anyMatch(path::endsWith) || last.equals("securityContext");
        if (change instanceof Change.Removed && guard) {
            return Optional.of("%s is gone, which held containers back"
                    .formatted(last.equals("drop") ? "capabilities.drop" : last));
        }
        return after(change).flatMap(node -> opens(path, node));
    }

    private static Optional<String> opens(String path, Node node) {
        Optional<String> value = Pods.text(node);
        for (Map.Entry<String, String> open : OPEN.entrySet()) {
            if (path.endsWith(open.getKey())
                    && value.filter(open.getValue()::equals).isPresent()) {
                return Optional.of("%s is %s now".formatted(open.getKey(), open.getValue()));
            }
        }
        String last = path.substring(path.lastIndexOf('.') + 1);
        if (HOST.contains(last) && value.filter("true"::equals).isPresent()) {
            return Optional.of("%s is true now: pods share it with their node".formatted(last));
        }
        if (path.endsWith("capabilities.add")) {
            return Optional.of("Containers have more capabilities");
        }
        if (last.equals("hostPort")) {
            return Optional.of("A port of the node itself is open");
        }
        return last.equals("hostPath") ? Optional.of("Pods reach files of the node") : Optional.empty();
    }

    private static Optional<String> other(ObjectChange.Changed object, Change change, String path) {
        return switch (object.id().kind()) {
            case "Service" -> service(object, change, path);
            case "NetworkPolicy" -> network(change, path);
            case "ValidatingWebhookConfiguration" ->
                path.endsWith("failurePolicy")
                                && after(change)
                                        .flatMap(Pods::text)
                                        .filter("Ignore"::equals)
                                        .isPresent()
                        ? Optional.of("Objects pass while the webhook does not answer")
                        : path.equals("webhooks") && change instanceof Change.Removed
                                ? Optional.of("What webhook %s refused is let in"
                                        .formatted(change.trail().itemOf("webhooks")))
                                : Optional.empty();
            case "ValidatingAdmissionPolicyBinding" ->
                path.endsWith("validationActions")
                                && change instanceof Change.Removed removed
                                && Pods.text(removed.before())
                                        .filter("Deny"::equals)
                                        .isPresent()
                        ? Optional.of("What it refused is let in")
                        : Optional.empty();
            case "Namespace" -> namespace(change);
            case "Ingress" ->
                path.equals("spec.rules") && change instanceof Change.Added
                        ? Optional.of("The host %s is answered from outside"
                                .formatted(change.trail().itemOf("rules")))
                        : Optional.empty();
            case "ServiceAccount" ->
                path.equals("automountServiceAccountToken")
                                && after(change)
                                        .flatMap(Pods::text)
                                        .filter("false"::equals)
                                        .isEmpty()
                        ? Optional.of("Pods get the account's token again")
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<String> service(ObjectChange.Changed object, Change change, String path) {
        if (path.equals("spec.type")
                && ServiceFields.openness(ServiceFields.type(object.after()))
                        > Math.max(1, ServiceFields.openness(ServiceFields.type(object.before())))) {
            return Optional.of(
                    "Can be reached from outside the cluster (%s)".formatted(ServiceFields.type(object.after())));
        }
        boolean sources = path.equals("spec.loadBalancerSourceRanges");
        if (sources && change instanceof Change.Removed removed && removed.before() instanceof ListNode) {
            return Optional.of("Every address may reach it");
        }
        return sources && !(change instanceof Change.Removed) && !(after(change).orElse(null) instanceof ListNode)
                ? Optional.of("More addresses may reach it")
                : Optional.empty();
    }

    private static Optional<String> network(Change change, String path) {
        boolean rule = Pods.isBelow(path, List.of("spec.ingress", "spec.egress"));
        boolean except = path.endsWith(".except");
        String last = path.substring(path.lastIndexOf('.') + 1);
        boolean lists = List.of("ingress", "egress", "from", "to", "ports").contains(last);
        if (rule
                && ((change instanceof Change.Added && !except && lists)
                        || (change instanceof Change.Removed && except))) {
            return Optional.of("Lets more traffic through");
        }
        if (rule
                && change instanceof Change.Removed removed
                && removed.before() instanceof ListNode
                && List.of("from", "to", "ports").contains(last)) {
            return Optional.of("Lets all traffic through that it limited");
        }
        return path.equals("spec.policyTypes") && change instanceof Change.Removed
                ? Optional.of("Holds no traffic of this direction back")
                : Optional.empty();
    }

    private static Optional<String> namespace(Change change) {
        String path = change.trail().toString();
        boolean enforce = path.contains("pod-security.kubernetes.io/enforce\"]");
        List<String> levels = List.of("restricted", "baseline", "privileged");
        String is = after(change).flatMap(Pods::text).orElse("privileged");
        String was = change instanceof Change.Replaced replaced
                ? Pods.text(replaced.before()).orElse("")
                : change instanceof Change.Removed removed
                        ? Pods.text(removed.before()).orElse("")
                        : "privileged";
        return enforce && levels.indexOf(is) > levels.indexOf(was)
                ? Optional.of("Pod Security goes from %s to %s".formatted(was, is))
                : Optional.empty();
    }

    private static Optional<Node> after(Change change) {
        return switch (change) {
            case Change.Added added -> Optional.of(added.after());
            case Change.Replaced replaced -> Optional.of(replaced.after());
            case Change.Removed _, Change.Reordered _ -> Optional.empty();
        };
    }
}
