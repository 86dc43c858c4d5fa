package dev.auditflow.render.template;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The functions that templates can call, with their signatures read. Immutable; meant to be made once. */
public final class FunctionTable {
    /** A function and what it takes. */
    record Callable(Fn function, GoSignature signature) {}

    private final Map<String, Callable> functions = new HashMap<>();
    private final Map<String, GoSignature> methodSignatures = new ConcurrentHashMap<>();

    /** Of functions with the same name the last one counts. */
    public FunctionTable(Collection<Fn> functions) {
        for (Fn function : functions) {
            this.functions.put(function.name(), new Callable(function, GoSignature.parse(function.goSignature())));
        }
    }

    /** A table that is made when it is asked for, and once, whichever thread asks. */
    public static Supplier<FunctionTable> once(Supplier<FunctionTable> maker) {
        return new Supplier<>() {
            private @Nullable FunctionTable made;

            @Override
            public synchronized FunctionTable get() {
                FunctionTable table = made == null ? maker.get() : made;
                made = table;
                return table;
            }
        };
    }

    /** The same table with one more function, or another one of its name. */
    public FunctionTable with(Fn function) {
        FunctionTable other = new FunctionTable(List.of(function));
        functions.forEach(other.functions::putIfAbsent);
        return other;
    }

    /** The names of all functions. */
    public Set<String> names() {
        return Set.copyOf(functions.keySet());
    }

    @Nullable
    Callable find(String name) {
        return functions.get(name);
    }

    Callable method(Fn method) {
        return new Callable(method, methodSignatures.computeIfAbsent(method.goSignature(), GoSignature::parse));
    }
}
