package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Constraints of containers in which several fields take part. */
final class ContainerRules {
    private ContainerRules() {}

    /** A volume is mounted or attached as a device, not both. */
    static void mountsAndDevices(MapNode container, FieldPath path, Sink sink) {
        for (List<String> fields : List.of(List.of("name", "name"), List.of("mountPath", "devicePath"))) {
            Set<String> mounted = new HashSet<>();
            Fields.maps(container, "volumeMounts")
                    .forEach(mount -> Fields.scalar(mount, fields.getFirst()).ifPresent(mounted::add));
            Constraints.visit(container, path, "volumeDevices", (node, place) -> {
                if (node instanceof MapNode device) {
                    Fields.scalar(device, fields.getLast())
                            .filter(mounted::contains)
                            .ifPresent(text -> sink.report(
                                    SchemaRules.DUPLICATE_ENTRY,
                                    place.key(fields.getLast()),
                                    "\"%s\" is among volumeMounts already".formatted(text)));
                }
            });
        }
    }

    /** Only privileged containers let their mounts out to the host. */
    static void propagation(MapNode container, FieldPath path, Sink sink) {
        boolean privileged = container
                .map("securityContext")
                .filter(context -> Fields.isTrue(context, "privileged"))
                .isPresent();
        Constraints.visit(container, path, "volumeMounts", (node, place) -> {
            if (!privileged
                    && node instanceof MapNode mount
                    && Fields.scalar(mount, "mountPropagation")
                            .filter("Bidirectional"::equals)
                            .isPresent()) {
                sink.report(
                        SchemaRules.CROSS_FIELD,
                        place.key("mountPropagation"),
                        "Bidirectional is for privileged containers only");
            }
        });
    }

    static void recursiveReadOnly(MapNode mount, FieldPath path, Sink sink) {
        boolean wanted = Fields.scalar(mount, "recursiveReadOnly")
                .filter(word -> word.equals("Enabled") || word.equals("IfPossible"))
                .isPresent();
        boolean propagated = Fields.scalar(mount, "mountPropagation")
                .filter(word -> !word.equals("None"))
                .isPresent();
        if (wanted && (!Fields.isTrue(mount, "readOnly") || propagated)) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("recursiveReadOnly"),
                    "it needs readOnly: true and no mountPropagation");
        }
    }

    static void escalation(MapNode context, FieldPath path, Sink sink) {
        boolean denied = Fields.scalar(context, "allowPrivilegeEscalation")
                .filter("false"::equals)
                .isPresent();
        boolean admin = context.map("capabilities")
                .filter(capabilities -> SelectorRules.texts(capabilities, "add").contains("CAP_SYS_ADMIN"))
                .isPresent();
        if (denied && (admin || Fields.isTrue(context, "privileged"))) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("allowPrivilegeEscalation"),
                    "it cannot be false for a container that is privileged or adds CAP_SYS_ADMIN");
        }
    }

    /** Every port that the containers take on the host is taken once. */
    static void hostPorts(MapNode spec, String containers, boolean all, FieldPath path, Sink sink) {
        Set<String> taken = new HashSet<>();
        List<Node> items = spec.list(containers).map(ListNode::items).orElse(List.of());
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof MapNode container) {
                Constraints.visit(container, path.key(containers).index(i), "ports", (node, place) -> {
                    if (node instanceof MapNode port) {
                        hostPort(port, all, place, taken, sink);
                    }
                });
            }
        }
    }

    private static void hostPort(MapNode port, boolean all, FieldPath path, Set<String> taken, Sink sink) {
        Optional<String> given = number(port, "hostPort");
        Optional<String> number = given.isEmpty() && all ? number(port, "containerPort") : given;
        if (number.isPresent()) {
            String key =
                    Fields.scalar(port, "protocol").filter(p -> !p.isEmpty()).orElse("TCP")
                            + "/" + Fields.scalar(port, "hostIP").orElse("")
                            + "/" + number.get();
            if (!taken.add(key)) {
                sink.report(
                        SchemaRules.DUPLICATE_ENTRY,
                        path.key(given.isEmpty() ? "containerPort" : "hostPort"),
                        "the host's port %s is taken by a port before".formatted(number.get()));
            }
        }
    }

    private static Optional<String> number(MapNode port, String field) {
        return port.get(field)
                .filter(node -> node instanceof ScalarNode scalar && scalar.kind() == ScalarNode.Kind.INTEGER)
                .map(node -> ((ScalarNode) node).text())
                .filter(text -> !text.equals("0"));
    }
}
