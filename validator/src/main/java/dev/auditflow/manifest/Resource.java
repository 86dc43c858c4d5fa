package dev.auditflow.manifest;

import dev.auditflow.render.OriginMap;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One Kubernetes object of a rendering, with positions. Immutable and safe to share between threads. */
public final class Resource {
    private final ResourceId id;
    private final MapNode root;
    private final String file;
    private final OriginMap origins;
    private volatile byte @Nullable [] json;

    Resource(ResourceId id, MapNode root, String file, OriginMap origins) {
        this.id = id;
        this.root = root;
        this.file = file;
        this.origins = origins;
    }

    /** The same object with other fields; where they have marks, they stand where they stood. */
    public Resource with(MapNode other) {
        return new Resource(id, other, file, origins);
    }

    public ResourceId id() {
        return id;
    }

    public MapNode root() {
        return root;
    }

    /** The rendering's file: for plain manifests the input file as given, for charts the rendering's name. */
    public String file() {
        return file;
    }

    /** The object as UTF-8 JSON, made when it is first asked for; treat it as read-only. */
    public byte[] json() {
        byte[] made = json;
        if (made == null) {
            made = Json.bytes(root);
            json = made;
        }
        return made;
    }

    /** The annotation's value, empty if absent or not a string. */
    public Optional<String> annotation(String name) {
        return root.map("metadata").flatMap(m -> m.map("annotations")).flatMap(a -> a.string(name));
    }

    /** The node at {@code path}, empty if the path does not exist. */
    public Optional<Node> at(FieldPath path) {
        return Nodes.at(root, path);
    }

    /** Where {@code path} stands; for a missing field the enclosing block that exists. */
    public Location locate(FieldPath path) {
        Mark mark = Nodes.nearestMark(root, path);
        Place rendered = new Place(file, mark.line(), mark.column());
        return new Location(rendered, Origins.of(origins, Nodes.extent(root, path)));
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
