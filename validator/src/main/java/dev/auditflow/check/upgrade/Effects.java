package dev.auditflow.check.upgrade;

import dev.auditflow.diff.Change;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.diff.Trail;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.FieldPath;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what is said of changes, each thing once. */
final class Effects {
    private final Set<Effect> all = new LinkedHashSet<>();
    private final Map<ResourceId, Set<Meaning>> meanings = new HashMap<>();
    private final Set<Field> fields = new HashSet<>();

    private record Field(ResourceId object, Trail trail) {}

    /** Says something of a field. */
    void add(Meaning meaning, ObjectChange.Changed object, Change change, String message, String remedy) {
        Location location = change instanceof Change.Removed
                ? object.before().locate(change.oldPath())
                : object.after().locate(change.newPath());
        say(new Effect(meaning, object.id(), change.trail(), message, remedy, location));
    }

    /** Says something of an object as a whole. */
    void add(Meaning meaning, ObjectChange object, String message, String remedy) {
        Resource resource = resource(object);
        Location location = resource.locate(FieldPath.of("kind"));
        say(new Effect(meaning, object.id(), Trail.root(), message, remedy, location));
    }

    /** Says something of an object that did not change itself. */
    void add(Meaning meaning, Resource object, FieldPath path, String message, String remedy) {
        say(new Effect(meaning, object.id(), Trail.root(), message, remedy, object.locate(path)));
    }

    private void say(Effect effect) {
        all.add(effect);
        meanings.computeIfAbsent(effect.resource(), _ -> EnumSet.noneOf(Meaning.class))
                .add(effect.meaning());
        fields.add(new Field(effect.resource(), effect.trail()));
    }

    /** Gives an object a class if it has none. */
    void addUnlessGraver(Meaning meaning, ObjectChange object) {
        if (!meanings.containsKey(object.id())) {
            add(meaning, object, "", "");
        }
    }

    boolean has(ObjectChange.Changed object, Change change) {
        return fields.contains(new Field(object.id(), change.trail()));
    }

    boolean has(Meaning meaning, ResourceId object) {
        return meanings.getOrDefault(object, Set.of()).contains(meaning);
    }

    List<Effect> all() {
        return new ArrayList<>(all);
    }

    private static Resource resource(ObjectChange change) {
        return switch (change) {
            case ObjectChange.Added added -> added.after();
            case ObjectChange.Removed removed -> removed.before();
            case ObjectChange.Changed changed -> changed.after();
        };
    }
}
