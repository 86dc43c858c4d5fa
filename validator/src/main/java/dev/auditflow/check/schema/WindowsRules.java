package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What pods of Windows may not have, and what those of Linux leave to them. */
final class WindowsRules {
    private static final List<String> CONTAINERS = List.of("initContainers", "containers", "ephemeralContainers");

    /** Fields of a pod's spec that only Linux knows; present means refused. */
    private static final List<String> OF_LINUX_PODS = List.of("hostUsers", "shareProcessNamespace");

    /** Fields of a pod's spec that only Linux knows and that may be there as false. */
    private static final List<String> SWITCHES_OF_LINUX_PODS = List.of("hostPID", "hostIPC");

    private static final List<String> OF_LINUX_CONTEXTS = List.of(
            "appArmorProfile",
            "seLinuxOptions",
            "seccompProfile",
            "fsGroup",
            "fsGroupChangePolicy",
            "runAsUser",
            "runAsGroup",
            "supplementalGroups",
            "supplementalGroupsPolicy",
            "sysctls",
            "capabilities",
            "readOnlyRootFilesystem",
            "privileged",
            "allowPrivilegeEscalation",
            "procMount");

    private WindowsRules() {}

    /** What {@code spec.os} rules out. */
    static void system(MapNode spec, FieldPath path, Sink sink) {
        String os = spec.map("os").flatMap(map -> Fields.scalar(map, "name")).orElse("");
        List<String> forbidden = switch (os) {
            case "linux" -> List.of("windowsOptions");
            case "windows" -> OF_LINUX_CONTEXTS;
            default -> List.of();
        };
        context(spec, path, forbidden, os, sink);
        for (At container : containers(spec, path)) {
            context(container.map(), container.path(), forbidden, os, sink);
        }
        if (os.equals("windows")) {
            OF_LINUX_PODS.stream()
                    .filter(field -> isThere(spec, field))
                    .forEach(field -> refuse(path.key(field), field, os, sink));
            SWITCHES_OF_LINUX_PODS.stream()
                    .filter(field -> Fields.isTrue(spec, field))
                    .forEach(field -> refuse(path.key(field), field, os, sink));
        }
    }

    private static void context(MapNode owner, FieldPath path, List<String> forbidden, String os, Sink sink) {
        owner.map("securityContext")
                .ifPresent(context -> forbidden.stream()
                        .filter(field -> isThere(context, field))
                        .forEach(field -> refuse(path.key("securityContext").key(field), field, os, sink)));
    }

    private static void refuse(FieldPath path, String field, String os, Sink sink) {
        sink.report(SchemaRules.CROSS_FIELD, path, "%s may not be set for a pod whose os is %s".formatted(field, os));
    }

    /** A host process container is one of a whole pod of them, on the network of its host. */
    static void hostProcess(MapNode spec, FieldPath path, Sink sink) {
        Optional<Boolean> ofPod = hostProcess(spec);
        List<At> containers = containers(spec, path);
        int count = 0;
        for (At container : containers) {
            Optional<Boolean> own = hostProcess(container.map());
            if (ofPod.isPresent() && own.isPresent() && !own.equals(ofPod)) {
                sink.report(
                        SchemaRules.CROSS_FIELD,
                        container
                                .path()
                                .key("securityContext")
                                .key("windowsOptions")
                                .key("hostProcess"),
                        "hostProcess of a container must be that of its pod where both are set");
            }
            count += own.or(() -> ofPod).orElse(false) ? 1 : 0;
        }
        if (count > 0 && count < containers.size()) {
            sink.report(
                    SchemaRules.CROSS_FIELD, path, "either all containers of a pod are hostProcess containers or none");
        }
        if (count > 0 && !Fields.isTrue(spec, "hostNetwork")) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("hostNetwork"),
                    "hostNetwork must be true for a pod with hostProcess containers");
        }
    }

    private static Optional<Boolean> hostProcess(MapNode owner) {
        return owner.map("securityContext")
                .flatMap(context -> context.map("windowsOptions"))
                .flatMap(options -> Fields.scalar(options, "hostProcess"))
                .map("true"::equals);
    }

    private record At(MapNode map, FieldPath path) {}

    private static List<At> containers(MapNode spec, FieldPath path) {
        List<At> all = new ArrayList<>();
        for (String field : CONTAINERS) {
            List<Node> items = spec.list(field).map(ListNode::items).orElse(List.of());
            for (int i = 0; i < items.size(); i++) {
                if (items.get(i) instanceof MapNode container) {
                    all.add(new At(container, path.key(field).index(i)));
                }
            }
        }
        return all;
    }

    private static boolean isThere(MapNode map, String field) {
        return field.equals("sysctls") ? !Fields.isEmpty(map, field) : !Fields.isAbsent(map, field);
    }
}
