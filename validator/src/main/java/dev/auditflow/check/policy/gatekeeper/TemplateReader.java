package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.manifest.Place;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one ConstraintTemplate. */
final class TemplateReader {
    private static final Set<String> VERSIONS = Set.of("v1", "v1beta1", "v1alpha1");
    private static final String TARGET = "admission.k8s.gatekeeper.sh";
    private static final String REGO = "Rego";
    private static final String CEL = "K8sNativeValidation";

    private final MapNode object;
    private final String file;

    TemplateReader(MapNode object, String file) {
        this.object = object;
        this.file = file;
    }

    ConstraintTemplate read() throws PolicyLoadException {
        String version = object.string("apiVersion").orElse("").substring(ConstraintTemplate.GROUP.length() + 1);
        if (!VERSIONS.contains(version)) {
            throw refused(object, "has the version %s; there are v1, v1beta1 and v1alpha1".formatted(version));
        }
        Optional<MapNode> spec = object.map("spec");
        Optional<MapNode> crd = spec.flatMap(s -> s.map("crd")).flatMap(c -> c.map("spec"));
        String kind = crd.flatMap(c -> c.map("names"))
                .flatMap(names -> names.string("kind"))
                .orElse("");
        if (kind.isEmpty()) {
            throw refused(object, "names no kind in spec.crd.spec.names.kind");
        }
        if (!kind.toLowerCase(Locale.ROOT).equals(name())) {
            throw refused(
                    object, "must be named %s, as its kind in lower case".formatted(kind.toLowerCase(Locale.ROOT)));
        }
        MapNode target = target(spec);
        Optional<MapNode> cel = code(target, CEL);
        RegoSource rego = cel.isPresent() ? null : rego(target);
        return new ConstraintTemplate(
                kind,
                annotation("metadata.gatekeeper.sh/title").orElse(kind),
                annotation("metadata.gatekeeper.sh/description")
                        .or(() -> annotation("description"))
                        .orElse("")
                        .strip(),
                rego,
                cel.isPresent() ? CelSource.read(cel.get(), file, kind) : null,
                schema(crd, version),
                operations(target),
                new Place(file, object.mark().line(), object.mark().column()));
    }

    private MapNode target(Optional<MapNode> spec) throws PolicyLoadException {
        List<Node> targets =
                spec.flatMap(s -> s.list("targets")).map(ListNode::items).orElse(List.of());
        if (targets.size() != 1 || !(targets.getFirst() instanceof MapNode target)) {
            throw refused(object, "must have one target in spec.targets, and has %d".formatted(targets.size()));
        }
        String name = target.string("target").orElse("");
        if (!name.equals(TARGET)) {
            throw refused(target, "is for the target %s; only %s is known".formatted(name, TARGET));
        }
        return target;
    }

    private static Optional<MapNode> code(MapNode target, String engine) {
        return target.list("code").map(ListNode::items).orElse(List.of()).stream()
                .filter(MapNode.class::isInstance)
                .map(MapNode.class::cast)
                .filter(code -> code.string("engine").filter(engine::equals).isPresent())
                .findFirst()
                .map(code -> code.map("source").orElse(new MapNode(List.of(), code.mark())));
    }

    private RegoSource rego(MapNode target) throws PolicyLoadException {
        Optional<MapNode> code = code(target, REGO);
        MapNode source = code.orElse(target);
        Optional<RegoSource.Module> main = source.get("rego").flatMap(this::module);
        if (main.isEmpty()) {
            throw refused(
                    target,
                    "has no code of the engine Rego or K8sNativeValidation"
                            + (target.list("code").isEmpty() ? "" : "; other engines are not supported"));
        }
        List<RegoSource.Module> libs = new ArrayList<>();
        for (Node lib : source.list("libs").map(ListNode::items).orElse(List.of())) {
            libs.add(module(lib).orElseThrow(() -> refused(lib, "has a library that is no text")));
        }
        boolean v1 = code.isPresent()
                && source.string("version").filter("v1"::equals).isPresent();
        return new RegoSource(main.get(), libs, v1);
    }

    /** A block of text begins on the line below its indicator. */
    private Optional<RegoSource.Module> module(Node node) {
        if (!(node instanceof ScalarNode scalar)
                || scalar.kind() != ScalarNode.Kind.STRING
                || scalar.text().isBlank()) {
            return Optional.empty();
        }
        Mark mark = scalar.mark();
        return Optional.of(new RegoSource.Module(
                scalar.text(), file, mark.line() + (scalar.text().contains("\n") ? 1 : 0)));
    }

    /** Before v1, a template takes parameters that its schema does not name, unless it says otherwise. */
    private static ConstraintSchema schema(Optional<MapNode> crd, String version) {
        Optional<MapNode> validation = crd.flatMap(c -> c.map("validation"));
        boolean legacy = validation
                .flatMap(v -> v.get("legacySchema"))
                .filter(ScalarNode.class::isInstance)
                .map(node -> ((ScalarNode) node).text().equals("true"))
                .orElse(!version.equals("v1"));
        @Nullable
        MapNode parameters = validation.flatMap(v -> v.map("openAPIV3Schema")).orElse(null);
        return new ConstraintSchema(parameters, legacy);
    }

    private Set<String> operations(MapNode target) {
        Set<String> operations = new HashSet<>();
        for (Node operation : target.list("operations").map(ListNode::items).orElse(List.of())) {
            if (operation instanceof ScalarNode scalar) {
                operations.add(scalar.text());
            }
        }
        return operations;
    }

    private Optional<String> annotation(String name) {
        return object.map("metadata").flatMap(m -> m.map("annotations")).flatMap(a -> a.string(name));
    }

    private String name() {
        return object.map("metadata").flatMap(m -> m.string("name")).orElse("");
    }

    private PolicyLoadException refused(Node where, String what) {
        return new PolicyLoadException("%s: the ConstraintTemplate %s %s."
                .formatted(new Place(file, where.mark().line(), 0), name(), what));
    }
}
