package dev.auditflow.drift;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.diff.Change;
import dev.auditflow.manifest.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one object of the rendering came to.
 *
 * @param path of the object in the API
 * @param live as the cluster has it; null if it has not
 * @param expected as it should be, with everything that Kubernetes and its controllers add
 * @param changes from {@code expected} to {@code live} that nobody ignores
 * @param drifts one for each change, or one for the whole
 * @param ignored how many differences were left alone
 */
record ObjectDrift(
        Resource object,
        String path,
        @Nullable ObjectNode live,
        ObjectNode expected,
        List<Change> changes,
        List<Drift> drifts,
        int ignored) {
    ObjectDrift {
        changes = List.copyOf(changes);
        drifts = List.copyOf(drifts);
    }

    /** The same object with some of what drifted. */
    ObjectDrift only(Predicate<Drift> wanted) {
        List<Change> some = new ArrayList<>();
        List<Drift> kept = new ArrayList<>();
        for (int i = 0; i < drifts.size(); i++) {
            if (wanted.test(drifts.get(i))) {
                kept.add(drifts.get(i));
                if (!changes.isEmpty()) {
                    some.add(changes.get(i));
                }
            }
        }
        return new ObjectDrift(object, path, live, expected, some, kept, ignored);
    }
}
