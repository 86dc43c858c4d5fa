package dev.auditflow.admission.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** What must hold before reviews may come. Each condition says in a sentence how it stands. */
public final class Health {
    private final Map<String, Supplier<Condition>> conditions = new ConcurrentSkipListMap<>();
    private final AtomicBoolean ending = new AtomicBoolean();

    /** How one thing stands. */
    public record Condition(boolean holds, String sentence) {}

    /** Adds a condition, from any thread; call it before the server starts. They are told by their names' order. */
    public void require(String name, Supplier<Condition> condition) {
        conditions.put(name, condition);
    }

    void end() {
        ending.set(true);
    }

    boolean isEnding() {
        return ending.get();
    }

    Reply readiness() {
        List<String> lines = new ArrayList<>();
        boolean ready = !isEnding();
        if (!ready) {
            lines.add("[-] server: it is ending");
        }
        for (Map.Entry<String, Supplier<Condition>> entry : conditions.entrySet()) {
            Condition condition = entry.getValue().get();
            ready &= condition.holds();
            lines.add("[%s] %s: %s".formatted(condition.holds() ? "+" : "-", entry.getKey(), condition.sentence()));
        }
        lines.add(ready ? "ready" : "not ready");
        return Reply.text(ready ? Reply.OK : Reply.UNAVAILABLE, String.join("\n", lines));
    }
}
