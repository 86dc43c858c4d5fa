package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Constraints of network policies and ingresses in which several fields take part. */
final class NetworkRules {
    private static final List<String> ODD_SEQUENCES = List.of("//", "/./", "/../", "%2f", "%2F");
    private static final List<String> ODD_ENDS = List.of("/..", "/.");
    private static final String CLASS = "kubernetes.io/ingress.class";

    private static final int CONTROLLER_LENGTH = 250;
    private static final List<Constraint> RESOURCE = List.of(
            Constraints.required("kind", "name"),
            Constraints.evenEmpty("apiGroup", Names::subdomain),
            Constraints.named("kind", Names::pathSegment),
            Constraints.named("name", Names::pathSegment));

    private NetworkRules() {}

    static String controller(String text) {
        return text.length() > CONTROLLER_LENGTH
                ? "it may have %d characters at most".formatted(CONTROLLER_LENGTH)
                : Names.domainPath(text);
    }

    /** Parameters of an ingress class lie in a namespace or in none, as their scope says. */
    static void parametersNamespace(MapNode parameters, FieldPath path, Sink sink) {
        boolean inNamespace =
                Fields.scalar(parameters, "scope").filter("Namespace"::equals).isPresent();
        boolean cluster = Fields.scalar(parameters, "scope").orElse("Cluster").equals("Cluster");
        if (inNamespace && Fields.isAbsent(parameters, "namespace")) {
            sink.report(
                    SchemaRules.MISSING_FIELD,
                    path.key("namespace"),
                    "parameters of the scope Namespace need a namespace");
        } else if (inNamespace) {
            Constraints.evenEmpty("namespace", Names::label).check(parameters, path, sink);
        } else if (cluster) {
            Constraints.forbidden("namespace", "its scope is Cluster").check(parameters, path, sink);
        }
    }

    /** A service range has at most one block of each IP family. */
    static void oneOfEachFamily(MapNode spec, FieldPath path, Sink sink) {
        oneOfEachFamily(SelectorRules.texts(spec, "cidrs"), path.key("cidrs"), sink);
    }

    private static void oneOfEachFamily(List<String> blocks, FieldPath path, Sink sink) {
        List<Integer> families = blocks.stream()
                .flatMap(block -> Networks.block(block).stream())
                .map(Networks.Block::bits)
                .toList();
        if (blocks.size() > 2 || families.stream().distinct().count() < families.size()) {
            sink.report(SchemaRules.INVALID_VALUE, path, "there is at most one block of IPv4 and one of IPv6");
        }
    }

    /** The older field of a node's pod blocks wins where the two differ. */
    static void podBlocks(MapNode spec, FieldPath path, Sink sink) {
        List<String> all = SelectorRules.texts(spec, "podCIDRs");
        String first = Fields.scalar(spec, "podCIDR").orElse("");
        boolean older = !first.isEmpty() && (all.isEmpty() || !all.getFirst().equals(first));
        String field = older ? "podCIDR" : "podCIDRs";
        Constraints.evenEmpty(
                        field,
                        text -> Networks.block(text).isPresent() ? "" : "it must be a block such as 10.42.0.0/24")
                .check(spec, path, sink);
        if (!older) {
            oneOfEachFamily(all, path.key(field), sink);
        }
    }

    static void policyTypes(MapNode spec, FieldPath path, Sink sink) {
        if (PodRules.items(spec, "policyTypes").size() > 2) {
            sink.report(SchemaRules.INVALID_VALUE, path.key("policyTypes"), "there are two policyTypes only");
        }
    }

    static void endPort(MapNode port, FieldPath path, Sink sink) {
        Optional<BigInteger> end = Fields.number(port, "endPort");
        if (end.isEmpty()) {
            return;
        }
        Optional<BigInteger> start = Fields.number(port, "port");
        if (start.isEmpty()) {
            sink.report(SchemaRules.CROSS_FIELD, path.key("endPort"), "endPort needs a port that is a number");
        } else if (start.get().compareTo(end.get()) > 0) {
            sink.report(SchemaRules.CROSS_FIELD, path.key("endPort"), "endPort is below port");
        }
    }

    static void blockAlone(MapNode peer, FieldPath path, Sink sink) {
        for (String other : List.of("podSelector", "namespaceSelector")) {
            if (!Fields.isAbsent(peer, "ipBlock") && !Fields.isAbsent(peer, other)) {
                sink.report(SchemaRules.CROSS_FIELD, path.key(other), "a peer with ipBlock has no " + other);
            }
        }
    }

    static void block(MapNode block, FieldPath path, Sink sink) {
        Optional<Networks.Block> whole = Fields.scalar(block, "cidr").flatMap(Networks::block);
        if (!Fields.isEmpty(block, "cidr") && whole.isEmpty()) {
            sink.report(SchemaRules.INVALID_VALUE, path.key("cidr"), "cidr must be a block such as 10.0.0.0/8");
        }
        Constraints.named("except", text -> {
                    Optional<Networks.Block> part = Networks.block(text);
                    boolean inside =
                            part.isPresent() && whole.isPresent() && whole.get().holds(part.get());
                    return part.isEmpty()
                            ? "it must be a block such as 10.0.0.0/8"
                            : inside || whole.isEmpty() ? "" : "it must lie inside cidr and be smaller";
                })
                .check(block, path, sink);
    }

    static void backendOrRules(MapNode spec, FieldPath path, Sink sink) {
        if (Fields.isAbsent(spec, "defaultBackend") && Fields.isEmpty(spec, "rules")) {
            sink.report(SchemaRules.MISSING_FIELD, path.key("rules"), "an Ingress needs rules or a defaultBackend");
        }
    }

    /** The old annotation and the field do not contradict each other. */
    static void ingressClass(MapNode ingress, FieldPath path, Sink sink) {
        Optional<String> old =
                ingress.map("metadata").flatMap(m -> m.map("annotations")).flatMap(a -> Fields.scalar(a, CLASS));
        Optional<String> now = ingress.map("spec").flatMap(s -> Fields.scalar(s, "ingressClassName"));
        if (old.isPresent() && now.isPresent() && !old.equals(now)) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("metadata").key("annotations").key(CLASS),
                    "the annotation says %s and ingressClassName %s".formatted(old.get(), now.get()));
        }
    }

    static void path(MapNode rule, FieldPath path, Sink sink) {
        String type = Fields.scalar(rule, "pathType").orElse("");
        String text = Fields.scalar(rule, "path").orElse("");
        boolean strict = type.equals("Exact") || type.equals("Prefix");
        if ((strict || (type.equals("ImplementationSpecific") && !text.isEmpty())) && !text.startsWith("/")) {
            sink.report(SchemaRules.INVALID_VALUE, path.key("path"), "the path must start with '/'");
        }
        boolean odd = ODD_SEQUENCES.stream().anyMatch(text::contains)
                || ODD_ENDS.stream().anyMatch(text::endsWith);
        if (strict && odd) {
            sink.report(
                    SchemaRules.INVALID_VALUE,
                    path.key("path"),
                    "a path of the type %s takes no //, /./, /../ or %%2f".formatted(type));
        }
    }

    static void backend(MapNode backend, FieldPath path, Sink sink) {
        Constraints.anyOf("a target", "resource", "service").check(backend, path, sink);
        Constraints.atMostOne("target", "resource", "service").check(backend, path, sink);
        for (Constraint rule : RESOURCE) {
            Constraints.inside("resource", rule).check(backend, path, sink);
        }
    }

    static void backendPort(MapNode port, FieldPath path, Sink sink) {
        boolean name = !Fields.isEmpty(port, "name");
        boolean number =
                Fields.number(port, "number").filter(n -> n.signum() != 0).isPresent();
        if (name == number) {
            sink.report(
                    name ? SchemaRules.CROSS_FIELD : SchemaRules.MISSING_FIELD,
                    path,
                    "the port of a backend has either a name or a number");
        }
    }
}
