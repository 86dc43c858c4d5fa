package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Constraints of pods in which several fields take part. */
final class PodRules {
    private static final Set<String> FIELDS = Set.of(
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.nodeName",
            "spec.serviceAccountName",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs");
    private static final Set<String> VOLUME_FIELDS =
            Set.of("metadata.name", "metadata.namespace", "metadata.uid", "metadata.labels", "metadata.annotations");
    private static final Pattern SUBSCRIPT = Pattern.compile("metadata\\.(labels|annotations)\\['[^']+'\\]");

    private static final BigInteger DEFAULT_GRACE = BigInteger.valueOf(30);
    private static final int MAX_NAMESERVERS = 3;

    private PodRules() {}

    /** A port is a number from 1 to 65535 or the name of one. */
    static Constraint portOrName(String field) {
        return (map, path, sink) -> map.get(field).ifPresent(node -> {
            if (!(node instanceof ScalarNode scalar)) {
                return;
            }
            if (scalar.kind() == ScalarNode.Kind.INTEGER) {
                BigInteger value = new BigInteger(scalar.text());
                if (value.signum() <= 0 || value.compareTo(BigInteger.valueOf(65535)) > 0) {
                    sink.report(
                            SchemaRules.INVALID_VALUE,
                            path.key(field),
                            "%s is %s and must lie between 1 and 65535".formatted(field, scalar.text()));
                }
            } else if (scalar.kind() == ScalarNode.Kind.STRING
                    && !Names.port(scalar.text()).isEmpty()) {
                sink.report(
                        SchemaRules.INVALID_NAME,
                        path.key(field),
                        "%s \"%s\" is no port name: %s".formatted(field, scalar.text(), Names.port(scalar.text())));
            }
        });
    }

    static void valueOrSource(MapNode variable, FieldPath path, Sink sink) {
        boolean value =
                Fields.scalar(variable, "value").filter(v -> !v.isEmpty()).isPresent();
        if (value && !Fields.present(variable, "valueFrom").isEmpty()) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("valueFrom"),
                    "a variable has either value or valueFrom, not both");
        }
    }

    /** What a variable may take from its pod. */
    static void variableField(MapNode source, FieldPath path, Sink sink) {
        source.map("fieldRef").ifPresent(ref -> fieldPath(ref, FIELDS, path.key("fieldRef"), sink));
    }

    /** What a file of a downward API volume may take from its pod. */
    static void volumeField(MapNode file, FieldPath path, Sink sink) {
        file.map("fieldRef").ifPresent(ref -> fieldPath(ref, VOLUME_FIELDS, path.key("fieldRef"), sink));
    }

    private static void fieldPath(MapNode selector, Set<String> fields, FieldPath path, Sink sink) {
        Fields.scalar(selector, "apiVersion")
                .filter(version -> !version.isEmpty() && !version.equals("v1"))
                .ifPresent(version -> sink.report(
                        SchemaRules.INVALID_VALUE, path.key("apiVersion"), "\"%s\" is not v1".formatted(version)));
        Fields.scalar(selector, "fieldPath").ifPresent(field -> {
            if (!field.isEmpty()
                    && !fields.contains(field)
                    && !SUBSCRIPT.matcher(field).matches()) {
                sink.report(
                        SchemaRules.INVALID_VALUE,
                        path.key("fieldPath"),
                        "a pod does not offer the field \"%s\" here".formatted(field));
            }
        });
    }

    static void toleration(MapNode toleration, FieldPath path, Sink sink) {
        String operator = Fields.scalar(toleration, "operator")
                .filter(word -> !word.isEmpty())
                .orElse("Equal");
        String value = Fields.scalar(toleration, "value").orElse("");
        if (operator.equals("Exists") && !value.isEmpty()) {
            sink.report(
                    SchemaRules.CROSS_FIELD, path.key("value"), "a toleration with the operator Exists has no value");
        }
        if (operator.equals("Equal") && !Names.labelValue(value).isEmpty()) {
            sink.report(
                    SchemaRules.INVALID_NAME,
                    path.key("value"),
                    "the value \"%s\" is not valid: %s".formatted(value, Names.labelValue(value)));
        }
        if (!operator.equals("Exists") && Fields.isEmpty(toleration, "key")) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("operator"),
                    "a toleration without a key needs the operator Exists");
        }
        boolean evicts =
                Fields.scalar(toleration, "effect").filter("NoExecute"::equals).isPresent();
        if (!Fields.isAbsent(toleration, "tolerationSeconds") && !evicts) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("tolerationSeconds"),
                    "tolerationSeconds goes with the effect NoExecute only");
        }
    }

    /** Init containers and containers share one set of names. */
    static void containerNames(MapNode spec, FieldPath path, Sink sink) {
        Set<String> names = new HashSet<>();
        for (String field : List.of("containers", "initContainers")) {
            Constraints.visit(spec, path, field, (node, place) -> {
                if (node instanceof MapNode container) {
                    Fields.scalar(container, "name")
                            .filter(name -> !name.isEmpty() && !names.add(name))
                            .ifPresent(name -> sink.report(
                                    SchemaRules.DUPLICATE_ENTRY,
                                    place.key("name"),
                                    "there is a container named \"%s\" already".formatted(name)));
                }
            });
        }
    }

    static void hostPorts(MapNode spec, FieldPath path, Sink sink) {
        ContainerRules.hostPorts(spec, "containers", false, path, sink);
        if (Fields.isTrue(spec, "hostNetwork")) {
            Constraints.each("containers", Constraints.each("ports", PodRules::samePort))
                    .check(spec, path, sink);
        }
    }

    /** On the host's network each port of a pod is one of the host. */
    static void hostPortsOfPod(MapNode spec, FieldPath path, Sink sink) {
        if (Fields.isTrue(spec, "hostNetwork")) {
            ContainerRules.hostPorts(spec, "containers", true, path, sink);
        }
    }

    private static void samePort(MapNode port, FieldPath path, Sink sink) {
        Optional<BigInteger> host = Fields.number(port, "hostPort").filter(number -> number.signum() != 0);
        if (host.isPresent() && !host.equals(Fields.number(port, "containerPort"))) {
            sink.report(SchemaRules.CROSS_FIELD, path.key("hostPort"), "with hostNetwork it must equal containerPort");
        }
    }

    static void hostUsers(MapNode spec, FieldPath path, Sink sink) {
        boolean own = Fields.scalar(spec, "hostUsers").filter("false"::equals).isPresent();
        for (String field : List.of("hostNetwork", "hostPID", "hostIPC")) {
            if (own && Fields.isTrue(spec, field)) {
                sink.report(SchemaRules.CROSS_FIELD, path.key(field), field + " is not possible with hostUsers: false");
            }
        }
    }

    static void sharedProcesses(MapNode spec, FieldPath path, Sink sink) {
        if (Fields.isTrue(spec, "shareProcessNamespace") && Fields.isTrue(spec, "hostPID")) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("shareProcessNamespace"),
                    "shareProcessNamespace and hostPID exclude each other");
        }
    }

    /** A hook that sleeps ends before the pod is killed. */
    static void sleepWithinGrace(MapNode spec, FieldPath path, Sink sink) {
        BigInteger grace = Fields.number(spec, "terminationGracePeriodSeconds").orElse(DEFAULT_GRACE);
        for (String hook : List.of("preStop", "postStart")) {
            Constraint sleep = (action, place, to) -> Fields.number(action, "seconds")
                    .filter(seconds -> seconds.signum() < 0 || seconds.compareTo(grace) > 0)
                    .ifPresent(_ -> to.report(
                            SchemaRules.CROSS_FIELD,
                            place.key("seconds"),
                            "it must lie between 0 and terminationGracePeriodSeconds (%s)".formatted(grace)));
            Constraint container =
                    Constraints.inside("lifecycle", Constraints.inside(hook, Constraints.inside("sleep", sleep)));
            Constraints.each("containers", container).check(spec, path, sink);
        }
    }

    /** A container's claims are among those of its pod. */
    static void resourceClaims(MapNode spec, FieldPath path, Sink sink) {
        Set<String> claims = new HashSet<>();
        MountRules.names(items(spec, "resourceClaims"), claims);
        Constraint known = (claim, place, to) -> claim.string("name")
                .filter(name -> !name.isEmpty() && !claims.contains(name))
                .ifPresent(name -> to.report(
                        SchemaRules.CROSS_FIELD,
                        place.key("name"),
                        "the pod has no resource claim named \"%s\"".formatted(name)));
        for (String field : List.of("containers", "initContainers")) {
            Constraints.each(field, Constraints.inside("resources", Constraints.each("claims", known)))
                    .check(spec, path, sink);
        }
    }

    static void dnsLimits(MapNode config, FieldPath path, Sink sink) {
        if (items(config, "nameservers").size() > MAX_NAMESERVERS) {
            sink.report(
                    SchemaRules.INVALID_VALUE,
                    path.key("nameservers"),
                    "a pod may have %d name servers at most".formatted(MAX_NAMESERVERS));
        }
    }

    /** Sources of one projected volume write different files. */
    static void projectedPaths(MapNode volume, FieldPath path, Sink sink) {
        Set<String> files = new HashSet<>();
        for (String source : List.of("configMap", "downwardAPI", "secret")) {
            Constraint file = (item, place, to) -> Fields.scalar(item, "path")
                    .filter(name -> !name.isEmpty() && !files.add(name))
                    .ifPresent(name -> to.report(
                            SchemaRules.DUPLICATE_ENTRY,
                            place.key("path"),
                            "the volume has a file \"%s\" already".formatted(name)));
            Constraints.each("sources", Constraints.inside(source, Constraints.each("items", file)))
                    .check(volume, path, sink);
        }
    }

    static List<Node> items(MapNode map, String field) {
        return map.list(field).map(ListNode::items).orElse(List.of());
    }
}
