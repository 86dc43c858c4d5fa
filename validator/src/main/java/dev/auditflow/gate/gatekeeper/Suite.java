package dev.auditflow.gate.gatekeeper;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gatekeeper's {@code Suite}: what constraints must say about objects. Paths are relative to its file.
 *
 * @param file as the user knows it
 */
public record Suite(Path file, boolean skip, List<Test> tests) {
    /** The API group of suites. */
    static final String GROUP = "test.gatekeeper.sh";

    public Suite {
        tests = List.copyOf(tests);
    }

    /**
     * A template, a constraint, and objects to review by it.
     *
     * @param constraint an empty path for none
     * @param expansion whether it wants objects expanded
     * @param invalid whether the constraint must not fit the schema of its template
     */
    record Test(
            String name,
            Path template,
            Path constraint,
            boolean expansion,
            boolean invalid,
            boolean skip,
            List<Case> cases,
            int line) {
        Test {
            cases = List.copyOf(cases);
        }
    }

    /** One object, the objects that it may be compared with, and what is expected. */
    record Case(String name, Path object, List<Path> inventory, List<Assertion> assertions, boolean skip, int line) {
        Case {
            inventory = List.copyOf(inventory);
            assertions = List.copyOf(assertions);
        }
    }

    /**
     * How many violations there must be.
     *
     * @param violations a number, {@code yes} or {@code no}
     * @param message regular expression for the messages that count; null for all
     */
    record Assertion(String violations, @Nullable Pattern message) {}

    /** @throws PolicyLoadException with the place of what is wrong */
    static Suite read(MapNode document, Path file) throws PolicyLoadException {
        Reader reader = new Reader(file);
        List<Test> tests = new ArrayList<>();
        for (MapNode node : Reader.maps(document, "tests")) {
            tests.add(reader.test(node));
        }
        return new Suite(file, Reader.isTrue(document, "skip"), tests);
    }

    private record Reader(Path file) {
        Test test(MapNode node) throws PolicyLoadException {
            List<Case> cases = new ArrayList<>();
            for (MapNode one : maps(node, "cases")) {
                cases.add(oneCase(one));
            }
            return new Test(
                    node.string("name").orElse(""),
                    path(node, "template"),
                    path(node, "constraint"),
                    node.string("expansion").filter(text -> !text.isEmpty()).isPresent(),
                    isTrue(node, "invalid"),
                    isTrue(node, "skip"),
                    cases,
                    node.mark().line());
        }

        private Case oneCase(MapNode node) throws PolicyLoadException {
            List<Path> inventory = new ArrayList<>();
            for (Node item : node.list("inventory").map(ListNode::items).orElse(List.of())) {
                inventory.add(file.resolveSibling(item instanceof ScalarNode scalar ? scalar.text() : ""));
            }
            List<Assertion> assertions = new ArrayList<>();
            for (MapNode one : maps(node, "assertions")) {
                assertions.add(assertion(one));
            }
            return new Case(
                    node.string("name").orElse(""),
                    path(node, "object"),
                    inventory,
                    assertions,
                    isTrue(node, "skip"),
                    node.mark().line());
        }

        /** YAML reads an unquoted yes as true, and who writes suites means the word. */
        private Assertion assertion(MapNode node) throws PolicyLoadException {
            String violations = node.get("violations")
                    .filter(ScalarNode.class::isInstance)
                    .map(value -> ((ScalarNode) value).source())
                    .orElse("yes");
            if (!violations.matches("yes|no|[0-9]{1,9}")) {
                throw new PolicyLoadException("%s:%d: violations must be yes, no or a number, and is %s"
                        .formatted(file, node.mark().line(), violations));
            }
            Optional<String> message = node.string("message");
            try {
                return new Assertion(violations, message.map(Pattern::compile).orElse(null));
            } catch (PatternSyntaxException e) {
                throw new PolicyLoadException("%s:%d: the message is no regular expression: %s"
                        .formatted(file, node.mark().line(), e.getMessage()));
            }
        }

        private Path path(MapNode node, String key) {
            String name = node.string(key).orElse("");
            return name.isEmpty() ? Path.of("") : file.resolveSibling(name);
        }

        private static List<MapNode> maps(MapNode node, String key) {
            List<MapNode> maps = new ArrayList<>();
            for (Node item : node.list(key).map(ListNode::items).orElse(List.of())) {
                if (item instanceof MapNode map) {
                    maps.add(map);
                }
            }
            return maps;
        }

        private static boolean isTrue(MapNode node, String key) {
            return node.get(key)
                    .filter(value -> value instanceof ScalarNode s
                            && s.kind() == ScalarNode.Kind.BOOLEAN
                            && s.text().equals("true"))
                    .isPresent();
        }
    }
}
