package dev.auditflow.render.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code range}. */
final class RangeNode extends BranchNode {
    RangeNode(PipeNode pipe, ListNode body, @Nullable ListNode otherwise) {
        super("range", pipe, body, otherwise);
    }

    @Override
    Flow walk(State state) {
        state.at(this);
        int mark = state.mark();
        Object value = pipe.evaluate(state);
        Object dot = state.dot;
        boolean dotIsInterface = state.dotIsInterface;
        boolean ran = iterate(state, Traced.plain(value), Traced.trace(value));
        state.dot = dot;
        state.dotIsInterface = dotIsInterface;
        Flow flow = ran ? Flow.NEXT : walkElse(state);
        state.pop(mark);
        return flow;
    }

    /** Runs the body for each element; false when there is none. */
    private boolean iterate(State state, @Nullable Object value, @Nullable Trace trace) {
        return switch (value) {
            case null -> false;
            case GoList list -> elements(state, list, trace);
            case GoMap map -> entries(state, map, trace);
            case GoBytes bytes -> bytes(state, bytes);
            default -> count(state, value, trace);
        };
    }

    private boolean elements(State state, GoList list, @Nullable Trace trace) {
        boolean anything = list.elementType().equals(GoList.ANY);
        for (int i = 0; i < list.size(); i++) {
            Object item = Traced.of(list.get(i), Trace.inherit(list.trace(i), trace));
            if (!turn(state, new Int(i), item, anything)) {
                break;
            }
        }
        return !list.isEmpty();
    }

    private boolean entries(State state, GoMap map, @Nullable Trace trace) {
        boolean anything = map.elementType().equals(GoList.ANY);
        List<String> keys = map.keys();
        // Go takes keys and values before the first turn: what the body sets does not show.
        GoMap before = map.copy();
        for (String key : keys) {
            Trace from = Trace.inherit(before.trace(key), trace);
            if (!turn(state, Traced.of(key, from), Traced.of(before.get(key), from), anything)) {
                break;
            }
        }
        return !keys.isEmpty();
    }

    private boolean bytes(State state, GoBytes bytes) {
        for (int i = 0; i < bytes.size(); i++) {
            if (!turn(state, new Int(i), new Sized("uint8", bytes.at(i)), false)) {
                break;
            }
        }
        return bytes.size() > 0;
    }

    private boolean count(State state, Object value, @Nullable Trace trace) {
        if (!GoTypes.isInteger(value)) {
            throw state.error("range can't iterate over " + GoFormat.print(value));
        }
        if (pipe.declared() > 1) {
            throw state.error("can't use " + GoFormat.print(value) + " to iterate over more than one variable");
        }
        long end = GoTypes.integer(value);
        GoType type = GoType.parse(GoTypes.nameOf(value));
        for (long i = 0; i < end; i++) {
            if (!turn(state, null, Traced.of(type.integer(i), trace == null ? null : Derived.from(trace)), false)) {
                break;
            }
        }
        return end > 0;
    }

    /** One turn; false when it ends the loop. */
    private boolean turn(State state, @Nullable Object index, @Nullable Object item, boolean isInterface) {
        state.at(pipe);
        state.step();
        int mark = state.mark();
        pipe.assignTurn(state, index, item, isInterface);
        state.dot = item;
        state.dotIsInterface = isInterface;
        Flow flow = body.walk(state);
        state.pop(mark);
        return flow != Flow.BREAK;
    }
}
