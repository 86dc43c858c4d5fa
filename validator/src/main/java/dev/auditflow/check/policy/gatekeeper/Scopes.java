package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.check.Subject;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts objects that name no namespace into the one that their release goes to, as a server does. Kinds that nobody
 * knows stay as they are.
 */
public final class Scopes {
    private static final String DEFAULT = "default";
    private static final Set<String> GROUPS = Set.of("", "apps", "autoscaling", "batch", "extensions", "policy");
    private static final Set<String> SERVER_GROUPS =
            words("coordination discovery events networking rbac.authorization resource storage");
    private static final Set<String> CLUSTER_KINDS = words("CSIDriver CSINode ClusterRole ClusterRoleBinding"
            + " ComponentStatus DeviceClass DeviceTaintRule IPAddress IngressClass Namespace Node PersistentVolume"
            + " PodSecurityPolicy ResourceSlice ServiceCIDR StorageClass VolumeAttachment VolumeAttributesClass");

    private final String namespace;
    private final Map<String, Boolean> custom = new HashMap<>();

    private Scopes(String namespace) {
        this.namespace = namespace;
    }

    /** Where the objects of a target go; nothing is known of one that goes to the default namespace. */
    public static Scopes of(Subject subject) {
        Scopes scopes = new Scopes(subject.namespace());
        Stream.concat(subject.resources().stream().map(Resource::root), subject.customResourceDefinitions().stream())
                .filter(object -> object.string("kind")
                        .filter("CustomResourceDefinition"::equals)
                        .isPresent())
                .flatMap(object -> object.map("spec").stream())
                .forEach(scopes::add);
        return scopes;
    }

    private void add(MapNode definition) {
        String kind =
                definition.map("names").flatMap(names -> names.string("kind")).orElse("");
        boolean inNamespace =
                definition.string("scope").filter("Namespaced"::equals).isPresent();
        custom.put(definition.string("group").orElse("") + "/" + kind, inNamespace);
    }

    /** The object as a server would store it. */
    public MapNode located(Resource resource) {
        ResourceId id = resource.id();
        if (!id.namespace().isEmpty() || namespace.isEmpty() || namespace.equals(DEFAULT) || !isNamespaced(id)) {
            return resource.root();
        }
        MapNode root = resource.root();
        MapNode metadata = root.map("metadata").orElse(new MapNode(List.of(), root.mark()));
        ScalarNode place = new ScalarNode(ScalarNode.Kind.STRING, namespace, false, namespace, metadata.mark());
        return with(root, "metadata", with(metadata, "namespace", place));
    }

    private boolean isNamespaced(ResourceId id) {
        Boolean defined = custom.get(id.group() + "/" + id.kind());
        if (defined != null) {
            return defined;
        }
        String group = id.group();
        boolean builtIn = GROUPS.contains(group)
                || (group.endsWith(".k8s.io")
                        && SERVER_GROUPS.contains(group.substring(0, group.length() - ".k8s.io".length())));
        return builtIn && !CLUSTER_KINDS.contains(id.kind());
    }

    private static MapNode with(MapNode map, String key, dev.auditflow.yaml.Node value) {
        List<MapNode.Entry> entries = new ArrayList<>(map.entries());
        entries.removeIf(entry -> entry.key().equals(key));
        entries.add(new MapNode.Entry(key, map.mark(), value));
        return new MapNode(entries, map.mark());
    }

    private static Set<String> words(String text) {
        return Set.of(text.split(" "));
    }
}
