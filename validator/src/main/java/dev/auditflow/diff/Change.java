package dev.auditflow.diff;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.Node;
import java.util.List;

/** One change of a field. */
public sealed interface Change {
    /** The way to it, in the words of both objects. */
    Trail trail();

    /** Where it stands in the old object; the enclosing block if it was not there. */
    FieldPath oldPath();

    /** Where it stands in the new object; the enclosing block if it is gone. */
    FieldPath newPath();

    /** A field or an item of a list that was not there. */
    record Added(Trail trail, FieldPath oldPath, FieldPath newPath, Node after) implements Change {}

    /** A field or an item of a list that is gone. */
    record Removed(Trail trail, FieldPath oldPath, FieldPath newPath, Node before) implements Change {}

    /** Another value. */
    record Replaced(Trail trail, FieldPath oldPath, FieldPath newPath, Node before, Node after) implements Change {}

    /**
     * The items that both lists have stand in another order, where order means something.
     *
     * @param order for each item of the new list its place in the old one, -1 for an added item
     */
    record Reordered(
            Trail trail, FieldPath oldPath, FieldPath newPath, ListNode before, ListNode after, List<Integer> order)
            implements Change {
        public Reordered {
            order = List.copyOf(order);
        }
    }
}
