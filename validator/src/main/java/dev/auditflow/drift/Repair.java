package dev.auditflow.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.diff.Change;
import dev.auditflow.yaml.FieldPath;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An object as the cluster has it, with what drifted put back and nothing else. Ways to places are followed before anything is
 * changed, for taking an item out of a list moves those behind it.
 */
final class Repair {
    private final ObjectNode expected;
    private final ObjectNode repaired;
    private final List<Runnable> edits = new ArrayList<>();
    private final IdentityHashMap<ArrayNode, TreeSet<Integer>> removals = new IdentityHashMap<>();
    private final IdentityHashMap<ArrayNode, TreeMap<Integer, JsonNode>> additions = new IdentityHashMap<>();

    private Repair(ObjectNode expected, ObjectNode live) {
        this.expected = expected;
        this.repaired = live.deepCopy();
    }

    /** @param changes from {@code expected} to {@code live} */
    static ObjectNode of(ObjectNode expected, ObjectNode live, List<Change> changes) {
        Repair repair = new Repair(expected, live);
        changes.forEach(repair::plan);
        repair.edits.forEach(Runnable::run);
        repair.removals.forEach((list, indices) -> indices.descendingSet().forEach(list::remove));
        // With what is too much gone, each item that was missing finds its place.
        repair.additions.forEach((list, items) ->
                items.forEach((index, item) -> list.insert(Math.min(index, list.size()), item)));
        return repair.repaired;
    }

    private void plan(Change change) {
        switch (change) {
            case Change.Replaced replaced -> set(replaced.newPath(), FieldWays.at(expected, replaced.oldPath()));
            case Change.Reordered reordered -> set(reordered.newPath(), FieldWays.at(expected, reordered.oldPath()));
            case Change.Added added -> remove(added.newPath());
            case Change.Removed removed -> {
                JsonNode value = FieldWays.at(expected, removed.oldPath());
                JsonNode around = FieldWays.at(repaired, removed.newPath());
                switch (removed.oldPath().steps().getLast()) {
                    case FieldPath.Step.Key(String name) -> edits.add(() -> ((ObjectNode) around).set(name, value));
                    case FieldPath.Step.Index(int index) ->
                        additions
                                .computeIfAbsent((ArrayNode) around, _ -> new TreeMap<>())
                                .put(index, value);
                }
            }
        }
    }

    private void set(FieldPath path, JsonNode value) {
        JsonNode parent = FieldWays.at(repaired, path.parent());
        switch (path.steps().getLast()) {
            case FieldPath.Step.Key(String name) -> edits.add(() -> ((ObjectNode) parent).set(name, value));
            case FieldPath.Step.Index(int index) -> edits.add(() -> ((ArrayNode) parent).set(index, value));
        }
    }

    private void remove(FieldPath path) {
        JsonNode parent = FieldWays.at(repaired, path.parent());
        switch (path.steps().getLast()) {
            case FieldPath.Step.Key(String name) -> edits.add(() -> ((ObjectNode) parent).remove(name));
            case FieldPath.Step.Index(int index) ->
                removals.computeIfAbsent((ArrayNode) parent, _ -> new TreeSet<>())
                        .add(index);
        }
    }
}
