package dev.auditflow.diff;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Objects of few words, so that two of them have much in common. */
public final class SampleObjects {
    private static final Arbitrary<String> WORDS = Arbitraries.of("a", "b", "c", "d", "1", "true", "2");

    private SampleObjects() {}

    static Arbitrary<String> any() {
        return Arbitraries.of("web", "web-2", "db", "old-db-x").flatMap(SampleObjects::named);
    }

    /** Objects of several kinds with one name, as YAML. */
    public static Arbitrary<String> named(String name) {
        return Arbitraries.oneOf(
                deployments().map(body -> object("apps/v1", "Deployment", name, body)),
                roles().map(body -> object("rbac.authorization.k8s.io/v1", "Role", name, body)),
                services().map(body -> object("v1", "Service", name, body)),
                texts().map(body -> object("v1", "ConfigMap", name, body)),
                json(3).map(body -> object("example.org/v1", "Thing", name, "spec: " + body)));
    }

    private static String object(String version, String kind, String name, String body) {
        return "apiVersion: %s\nkind: %s\nmetadata: {name: %s}\n%s".formatted(version, kind, name, body);
    }

    private static Arbitrary<String> deployments() {
        Arbitrary<String> env = flow(WORDS.list().uniqueElements().ofMaxSize(4), "{name: \"n%s\", value: \"x\"}");
        Arbitrary<String> args = flow(WORDS.list().ofMaxSize(6), "\"--%1$s=%1$s\"");
        Arbitrary<String> ports = flow(WORDS.list().ofMaxSize(3), "{containerPort: %s}");
        Arbitrary<String> container = Combinators.combine(WORDS, env, args, ports)
                .as("{name: \"n%s\", env: %s, args: %s, ports: %s}"::formatted);
        return container
                .list()
                .ofMaxSize(3)
                .map(all -> "spec: {template: {spec: {containers: [%s]}}}".formatted(String.join(", ", all)));
    }

    private static Arbitrary<String> roles() {
        Arbitrary<String> verbs = flow(WORDS.list().ofMaxSize(4), "\"%s\"");
        Arbitrary<String> rule = Combinators.combine(verbs, verbs).as("{verbs: %s, resources: %s}"::formatted);
        return rule.list().ofMaxSize(4).map(all -> "rules: [%s]".formatted(String.join(", ", all)));
    }

    private static Arbitrary<String> services() {
        Arbitrary<String> port = Combinators.combine(
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of("", ", protocol: TCP", ", protocol: UDP"),
                        WORDS)
                .as((number, protocol, word) -> "{port: %d%s, targetPort: \"%s\"}".formatted(number, protocol, word));
        return port.list().ofMaxSize(4).map(all -> "spec: {ports: [%s]}".formatted(String.join(", ", all)));
    }

    private static Arbitrary<String> texts() {
        return WORDS.list().ofMaxSize(8).map(lines -> "data: {text: \"%s\"}".formatted(String.join("\\n", lines)));
    }

    private static Arbitrary<String> json(int depth) {
        Arbitrary<String> scalar = WORDS;
        if (depth == 0) {
            return scalar;
        }
        Arbitrary<String> list = json(depth - 1).list().ofMaxSize(4).map(all -> "[" + String.join(", ", all) + "]");
        Arbitrary<String> map = Combinators.combine(json(depth - 1), json(depth - 1), WORDS)
                .as((one, two, key) -> "{name: %s, k%s: %s}".formatted(one, key, two));
        return Arbitraries.oneOf(scalar, list, map);
    }

    private static Arbitrary<String> flow(Arbitrary<List<String>> words, String item) {
        return words.map(all -> all.stream().map(item::formatted).collect(Collectors.joining(", ", "[", "]")));
    }
}
