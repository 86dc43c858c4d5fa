package dev.auditflow.config;

import dev.auditflow.config.AdmissionSettings.InNamespaces;
import dev.auditflow.config.AdmissionSettings.Mode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the section {@code admission} of the configuration. */
final class AdmissionReader {
    private static final String[] MODES = {"enforce", "warn", "dryrun"};

    private final String file;

    AdmissionReader(String file) {
        this.file = file;
    }

    AdmissionSettings read(Fields top) throws ConfigException {
        if (top.node("admission").isEmpty()) {
            return AdmissionSettings.defaults();
        }
        Fields fields = Fields.of(
                file,
                "\"admission\"",
                top.node("admission").get(),
                "mode",
                "existing",
                "rules",
                "namespaces",
                "annotationWaivers");
        Mode mode = mode(fields, "mode", "enforce");
        List<InNamespaces> namespaces = new ArrayList<>();
        for (Node node : fields.list("namespaces")) {
            Fields some = Fields.of(file, "an entry of \"namespaces\"", node, "names", "mode", "rules");
            List<String> names = some.strings("names");
            if (names.isEmpty()) {
                throw some.wrong(node, "names", "a list of namespaces");
            }
            namespaces.add(
                    new InNamespaces(names, some.node("mode").isEmpty() ? null : mode(some, "mode", ""), rules(some)));
        }
        return new AdmissionSettings(
                mode,
                mode(fields, "existing", "warn"),
                rules(fields),
                namespaces,
                fields.flag("annotationWaivers", true));
    }

    private Map<String, Mode> rules(Fields fields) throws ConfigException {
        Map<String, Mode> rules = new LinkedHashMap<>();
        for (MapNode.Entry entry : fields.entries("rules")) {
            MapNode one = new MapNode(List.of(entry), entry.keyMark());
            rules.put(entry.key(), mode(Fields.of(file, "\"rules\"", one, entry.key()), entry.key(), ""));
        }
        return rules;
    }

    private static Mode mode(Fields fields, String key, String fallback) throws ConfigException {
        return Mode.valueOf(fields.choice(key, fallback, MODES).toUpperCase(Locale.ROOT));
    }
}
