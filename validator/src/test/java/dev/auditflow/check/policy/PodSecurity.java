package dev.auditflow.check.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Pods with what Kubernetes' own Pod Security admission forbids in them, by the version of its policy: the lines that
 * the program in {@code src/test/go/pss} prints.
 */
final class PodSecurity {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Checks of the admission by our rules. A check of the restricted level that takes the place of one of baseline
     * forbids what that one does too, which is a rule of its own here.
     */
    private static final Map<String, Set<String>> RULES = Map.ofEntries(
            Map.entry("windowsHostProcess", Set.of("AF101")),
            Map.entry("hostNamespaces", Set.of("AF102")),
            Map.entry("privileged", Set.of("AF103")),
            Map.entry("capabilities_baseline", Set.of("AF104")),
            Map.entry("hostPathVolumes", Set.of("AF105")),
            Map.entry("hostPorts", Set.of("AF106")),
            Map.entry("hostProbesAndHostLifecycle", Set.of("AF107")),
            Map.entry("appArmorProfile", Set.of("AF108")),
            Map.entry("seLinuxOptions", Set.of("AF109")),
            Map.entry("procMount", Set.of("AF110")),
            Map.entry("seccompProfile_baseline", Set.of("AF111")),
            Map.entry("sysctls", Set.of("AF112")),
            Map.entry("restrictedVolumes", Set.of("AF201")),
            Map.entry("allowPrivilegeEscalation", Set.of("AF202")),
            Map.entry("runAsNonRoot", Set.of("AF203")),
            Map.entry("runAsUser", Set.of("AF204")),
            Map.entry("seccompProfile_restricted", Set.of("AF205", "AF111")),
            Map.entry("capabilities_restricted", Set.of("AF206")),
            Map.entry("procMount_restricted", Set.of("AF207", "AF110")));

    private PodSecurity() {}

    /**
     * A pod.
     *
     * @param name the changes that made it, or its file
     * @param forbidden ids of checks by the first version from which on they are the list
     */
    record Pod(String name, ObjectNode object, NavigableMap<Integer, Set<String>> forbidden) {
        /** The ids of checks that forbid it under {@code 1.<minor>}. */
        Set<String> forbidden(int minor) {
            return forbidden.floorEntry(minor).getValue();
        }
    }

    static List<Pod> read(List<String> lines) throws IOException {
        List<Pod> pods = new ArrayList<>();
        JsonNode base = JSON.nullNode();
        for (String line : lines) {
            JsonNode entry = JSON.readTree(line);
            boolean whole = entry.has("pod");
            if (whole) {
                base = entry.get("pod");
            }
            ObjectNode pod = base.deepCopy();
            entry.path("changes").forEach(change -> apply(pod, change));
            String name = whole
                    ? entry.path("name").asText("as it is")
                    : entry.get("changes").toString();
            pods.add(new Pod(name, pod, versions(entry.get("forbidden"))));
        }
        return pods;
    }

    private static NavigableMap<Integer, Set<String>> versions(JsonNode forbidden) {
        NavigableMap<Integer, Set<String>> versions = new TreeMap<>();
        for (Map.Entry<String, JsonNode> version : forbidden.properties()) {
            Set<String> ids = new TreeSet<>();
            version.getValue().forEach(id -> ids.add(id.asText()));
            versions.put(Integer.parseInt(version.getKey().substring("1.".length())), ids);
        }
        return versions;
    }

    /** As the program does: objects on the way are made, what lies below a missing list is left out. */
    private static void apply(ObjectNode pod, JsonNode change) {
        JsonNode at = pod;
        JsonNode path = change.get("path");
        for (int i = 0; i < path.size() - 1; i++) {
            JsonNode step = path.get(i);
            if (step.isInt()) {
                if (at.size() == 0) {
                    return;
                }
                at = at.get(step.asInt());
            } else if (at.has(step.asText())) {
                at = at.get(step.asText());
            } else if (path.get(i + 1).isInt()) {
                return;
            } else {
                at = ((ObjectNode) at).putObject(step.asText());
            }
        }
        if (at instanceof ArrayNode) {
            return;
        }
        String key = path.get(path.size() - 1).asText();
        if (change.get("value").isNull()) {
            ((ObjectNode) at).remove(key);
        } else {
            ((ObjectNode) at).set(key, change.get("value").deepCopy());
        }
    }

    /** Where our rules and the admission differ over a pod, as sentences. */
    static List<String> differences(Pod pod, int minor, Set<String> found) {
        List<String> differences = new ArrayList<>();
        Set<String> forbidden = pod.forbidden(minor);
        for (Map.Entry<String, Set<String>> check : RULES.entrySet()) {
            if (!exists(check.getKey(), minor)) {
                continue;
            }
            boolean ours = rules(check, pod).stream().anyMatch(found::contains);
            boolean theirs = forbidden.contains(check.getKey());
            if (ours != theirs) {
                differences.add("1.%d %s (%s): %s %s %s"
                        .formatted(
                                minor,
                                check.getKey(),
                                String.join("|", check.getValue()),
                                theirs ? "we allow" : "we forbid",
                                pod.name(),
                                found));
            }
        }
        for (String id : forbidden) {
            if (!RULES.containsKey(id)) {
                differences.add("no rule stands for the check " + id);
            }
        }
        return differences;
    }

    /** What baseline alone forbids of seccomp holds for Windows too. */
    private static Set<String> rules(Map.Entry<String, Set<String>> check, Pod pod) {
        boolean windows = pod.object().at("/spec/os/name").asText().equals("windows");
        return windows && check.getKey().equals("seccompProfile_restricted") ? Set.of("AF205") : check.getValue();
    }

    private static boolean exists(String check, int minor) {
        return !check.equals("procMount_restricted") || minor >= 35;
    }
}
