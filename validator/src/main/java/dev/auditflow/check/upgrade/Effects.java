package dev.auditflow.check.upgrade;

import dev.auditflow.diff.Change;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.diff.Trail;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.FieldPath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is said of changes, each thing once. */
final class Effects {
    private final Set<Effect> all = new LinkedHashSet<>();

    /** Says something of a field. */
    void add(Meaning meaning, ObjectChange.Changed object, Change change, String message, String remedy) {
        Location location = change instanceof Change.Removed
                ? object.before().locate(change.oldPath())
                : object.after().locate(change.newPath());
        all.add(new Effect(meaning, object.id(), change.trail(), message, remedy, location));
    }

    /** Says something of an object as a whole. */
    void add(Meaning meaning, ObjectChange object, String message, String remedy) {
        Resource resource = resource(object);
        Location location = resource.locate(FieldPath.of("kind"));
        all.add(new Effect(meaning, object.id(), Trail.root(), message, remedy, location));
    }

    /** Says something of an object that did not change itself. */
    void add(Meaning meaning, Resource object, FieldPath path, String message, String remedy) {
        all.add(new Effect(meaning, object.id(), Trail.root(), message, remedy, object.locate(path)));
    }

    /** Gives an object a class if it has none. */
    void addUnlessGraver(Meaning meaning, ObjectChange object) {
        if (all.stream().noneMatch(effect -> effect.resource().equals(object.id()))) {
            add(meaning, object, "", "");
        }
    }

    boolean has(ObjectChange.Changed object, Change change) {
        return all.stream()
                .anyMatch(effect ->
                        effect.resource().equals(object.id()) && effect.trail().equals(change.trail()));
    }

    boolean has(Meaning meaning, ResourceId object) {
        return all.stream()
                .anyMatch(effect ->
                        effect.meaning() == meaning && effect.resource().equals(object));
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
