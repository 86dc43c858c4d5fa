package dev.auditflow.diff;

import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import java.util.List;

/** What became of one object. */
public sealed interface ObjectChange {
    /** The object's name now, or the last one that it had. */
    ResourceId id();

    /** An object that was not there. */
    record Added(Resource after) implements ObjectChange {
        @Override
        public ResourceId id() {
            return after.id();
        }
    }

    /** An object that is gone. */
    record Removed(Resource before) implements ObjectChange {
        @Override
        public ResourceId id() {
            return before.id();
        }
    }

    /** An object with other fields, in the order of the new object; one that was renamed is found by what it holds. */
    record Changed(Resource before, Resource after, boolean renamed, List<Change> changes) implements ObjectChange {
        public Changed {
            changes = List.copyOf(changes);
        }

        @Override
        public ResourceId id() {
            return after.id();
        }
    }
}
