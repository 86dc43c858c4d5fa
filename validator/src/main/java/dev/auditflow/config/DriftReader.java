package dev.auditflow.config;

import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads {@code drift} of the configuration. */
final class DriftReader {
    private final String file;
    private final Set<String> environments;

    DriftReader(String file, Set<String> environments) {
        this.file = file;
        this.environments = environments;
    }

    DriftSettings read(Fields top) throws ConfigException {
        Node none = new MapNode(List.of(), new Mark(top.line(), 1, 0, 0));
        Fields fields = Fields.of(file, "\"drift\"", top.node("drift").orElse(none), "ignore", "interval");
        List<IgnoredDrift> ignore = new ArrayList<>();
        for (Node node : fields.list("ignore")) {
            ignore.add(ignore(node));
        }
        return new DriftSettings(ignore, fields.duration("interval", Duration.ofMinutes(5)));
    }

    private IgnoredDrift ignore(Node node) throws ConfigException {
        Fields rule = Fields.of(
                file, "a rule of \"ignore\"", node, "kind", "name", "pointer", "manager", "environments", "reason");
        String pointer = rule.string("pointer", "");
        String manager = rule.string("manager", "*");
        if (!pointer.isEmpty() && !pointer.startsWith("/")) {
            throw rule.wrong(rule.node("pointer").orElse(node), "pointer", "a JSON pointer such as /spec/replicas");
        }
        if (pointer.isEmpty() && manager.equals("*")) {
            throw new ConfigException(
                    "%s:%d: a rule of \"ignore\" needs \"pointer\" or \"manager\", or it would hide all drift"
                            .formatted(file, rule.line()));
        }
        List<String> where = rule.strings("environments");
        for (String environment : where) {
            if (!environments.contains(environment)) {
                throw rule.wrong(node, "environments", "names out of " + String.join(", ", environments));
            }
        }
        return new IgnoredDrift(
                rule.string("kind", "*"), rule.string("name", "*"), pointer, manager, where, rule.string("reason", ""));
    }
}
