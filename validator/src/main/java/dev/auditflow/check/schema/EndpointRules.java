package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Constraints of endpoint slices in which several fields take part. */
final class EndpointRules {
    private EndpointRules() {}

    /** Addresses are of the type that the slice says. */
    static void addresses(MapNode slice, FieldPath path, Sink sink) {
        UnaryOperator<String> rule = switch (Fields.scalar(slice, "addressType").orElse("")) {
            case "IPv4" -> address -> reachable(address, true);
            case "IPv6" -> address -> reachable(address, false);
            case "FQDN" -> EndpointRules::host;
            default -> _ -> "";
        };
        Constraints.each("endpoints", Constraints.evenEmpty("addresses", rule)).check(slice, path, sink);
    }

    private static String reachable(String address, boolean four) {
        String wrong = four ? Networks.ip(address) : Networks.strictIp(address);
        if (!wrong.isEmpty()) {
            return wrong;
        }
        return Networks.isFour(address) == four
                ? Networks.externalIp(address)
                : "it must be an IPv%d address".formatted(four ? 4 : 6);
    }

    private static String host(String address) {
        String name = address.endsWith(".") ? address.substring(0, address.length() - 1) : address;
        Optional<String> bad = List.of(name.split("\\.", -1)).stream()
                .map(Names::label)
                .filter(wrong -> !wrong.isEmpty())
                .findFirst();
        return bad.orElse(Names.group(name));
    }

    /** Ports of a slice differ in name; one without counts as the empty name. */
    static void portNames(MapNode slice, FieldPath path, Sink sink) {
        Set<String> seen = new HashSet<>();
        Constraints.each("ports", (port, place, to) -> {
                    String name = Fields.scalar(port, "name").orElse("");
                    if (!seen.add(name)) {
                        to.report(
                                SchemaRules.DUPLICATE_ENTRY,
                                place.key("name"),
                                "there already is a port with the name \"%s\"".formatted(name));
                    }
                })
                .check(slice, path, sink);
    }
}
