package dev.auditflow.check.policy.gatekeeper;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variables of one evaluation: each is evaluated when it is first asked for. For one thread. */
final class CelVariables extends AbstractMap<String, Object> {
    private final Map<String, CelRuntime.Program> programs;
    private final Map<String, Object> values;
    private final Map<String, CelVariableException> failed = new HashMap<>();
    private final Map<String, Object> activation;

    CelVariables(Map<String, CelRuntime.Program> programs, Map<String, Object> values, Map<String, Object> activation) {
        this.programs = programs;
        this.values = values;
        this.activation = activation;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return values.containsKey(key) || programs.containsKey(key);
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        Object known = values.get(key);
        CelRuntime.Program program = programs.get(key);
        if (known != null || program == null) {
            return known;
        }
        String name = String.valueOf(key);
        CelVariableException before = failed.get(name);
        if (before != null) {
            throw before;
        }
        try {
            Object value = program.eval(activation);
            values.put(name, value);
            return value;
        } catch (CelEvaluationException e) {
            CelVariableException failure = new CelVariableException(name, e);
            failed.put(name, failure);
            throw failure;
        }
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        Set<Entry<String, Object>> all = new HashSet<>();
        values.forEach((name, value) -> all.add(Map.entry(name, value)));
        return all;
    }
}
