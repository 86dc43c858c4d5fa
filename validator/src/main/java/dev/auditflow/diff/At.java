package dev.auditflow.diff;

import dev.auditflow.yaml.FieldPath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a comparison stands; paths are made only for what changed. */
record At(@Nullable At parent, Trail.Step step, int before, int after) {
    static final At ROOT = new At(null, new Trail.Step.Key(""), -1, -1);

    At key(String name) {
        return new At(this, new Trail.Step.Key(name), -1, -1);
    }

    /** An item of a list, by its places; -1 where it is not. */
    At item(Trail.Step step, int before, int after) {
        return new At(this, step, before, after);
    }

    List<String> fields() {
        List<String> fields = new ArrayList<>();
        for (At at : steps()) {
            if (at.step instanceof Trail.Step.Key(String name)) {
                fields.add(name);
            }
        }
        return fields;
    }

    Trail trail() {
        return new Trail(steps().stream().map(At::step).toList());
    }

    FieldPath oldPath() {
        return path(true);
    }

    FieldPath newPath() {
        return path(false);
    }

    private FieldPath path(boolean old) {
        List<FieldPath.Step> path = new ArrayList<>();
        for (At at : steps()) {
            if (at.step instanceof Trail.Step.Key(String name)) {
                path.add(new FieldPath.Step.Key(name));
            } else if ((old ? at.before : at.after) >= 0) {
                path.add(new FieldPath.Step.Index(old ? at.before : at.after));
            }
        }
        return new FieldPath(path);
    }

    private Deque<At> steps() {
        Deque<At> steps = new ArrayDeque<>();
        for (At at = this; at != null && at.parent != null; at = at.parent) {
            steps.addFirst(at);
        }
        return steps;
    }
}
