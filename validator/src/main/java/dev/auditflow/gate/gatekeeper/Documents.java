package dev.auditflow.gate.gatekeeper;

import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.host.TextFiles;
import dev.auditflow.yaml.FaultKind;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Objects in files; lists of objects are unpacked. */
final class Documents {
    private Documents() {}

    /** @throws PolicyLoadException with the place of what cannot be read */
    static List<MapNode> of(Path file) throws PolicyLoadException {
        try {
            return of(TextFiles.read(file), file);
        } catch (TextFiles.Unusable e) {
            throw new PolicyLoadException(e.sentence());
        }
    }

    static List<MapNode> of(String text, Path file) throws PolicyLoadException {
        YamlReader.Parsed parsed = YamlReader.read(text);
        Optional<YamlReader.Fault> unreadable = parsed.faults().stream()
                .filter(fault -> fault.kind() == FaultKind.UNREADABLE)
                .findFirst();
        if (unreadable.isPresent()) {
            YamlReader.Fault fault = unreadable.get();
            throw new PolicyLoadException(
                    "%s:%d: %s".formatted(file, fault.mark().line(), fault.message()));
        }
        List<MapNode> objects = new ArrayList<>();
        parsed.documents().forEach(document -> add(document, objects));
        return objects;
    }

    private static void add(Node document, List<MapNode> objects) {
        if (!(document instanceof MapNode map)) {
            return;
        }
        Optional<ListNode> items = map.list("items");
        if (items.isPresent() && map.string("kind").orElse("").endsWith("List")) {
            items.get().items().forEach(item -> add(item, objects));
        } else {
            objects.add(map);
        }
    }
}
