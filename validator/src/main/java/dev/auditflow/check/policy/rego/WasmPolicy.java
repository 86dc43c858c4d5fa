package dev.auditflow.check.policy.rego;

import com.dylibso.chicory.compiler.Cache;
import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import dev.auditflow.check.Deadline;
import dev.auditflow.yaml.Node;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import java.util.function.Predicate;

/** A policy that OPA compiled to WebAssembly. Safe for many threads; each evaluation has its own memory. */
public final class WasmPolicy {
    /** An instance that grew beyond this is not kept. */
    private static final int KEPT_MIB = 64;

    private final WasmModule module;
    private final Function<Instance, Machine> machines;
    private final Builtins builtins;
    private final Limits limits;
    private final Watchdog watchdog;
    private final BlockingQueue<PolicyInstance> idle =
            new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());
    private final Map<String, Integer> entrypoints;
    private final boolean layoutKnown;

    /**
     * A policy that is ready to evaluate.
     *
     * @param machines the module's code, compiled or interpreted
     * @throws PolicyLoadException if it is no policy, or wants a builtin that does not exist here
     */
    public WasmPolicy(WasmModule module, Function<Instance, Machine> machines, Builtins builtins, Limits limits)
            throws PolicyLoadException {
        this(module, machines, builtins, limits, PolicyInstance::tryLayout);
    }

    private WasmPolicy(
            WasmModule module,
            Function<Instance, Machine> machines,
            Builtins builtins,
            Limits limits,
            Predicate<PolicyInstance> layout)
            throws PolicyLoadException {
        this.module = module;
        this.machines = machines;
        this.builtins = builtins;
        this.limits = limits;
        this.watchdog = new Watchdog();
        try {
            PolicyInstance first = new PolicyInstance(module, machines, limits.memoryMiB());
            this.layoutKnown = layout.test(first);
            prepare(first);
            this.entrypoints = Map.copyOf(first.entrypoints());
            idle.add(first);
        } catch (ChicoryException | HostFunctions.Abort e) {
            throw new PolicyLoadException("The compiled policy cannot be loaded: " + e.getMessage());
        }
    }

    /**
     * A policy that belongs to this program: a test has shown that its module keeps values as expected, so that no start tries it.
     *
     * @param machines the module's code, compiled
     * @throws PolicyLoadException if it is no policy, or wants a builtin that does not exist here
     */
    public static WasmPolicy ofBuild(WasmModule module, Function<Instance, Machine> machines)
            throws PolicyLoadException {
        return new WasmPolicy(module, machines, Builtins.standard(), Limits.defaults(), _ -> true);
    }

    /**
     * A module as {@code opa build} writes it, compiled to classes.
     *
     * @param classes where compiled code is kept from run to run
     * @throws PolicyLoadException if it is no policy, or wants a builtin that policies cannot have
     */
    public static WasmPolicy compile(byte[] wasm, Cache classes, Limits limits) throws PolicyLoadException {
        try {
            WasmModule module = Parser.parse(wasm);
            Function<Instance, Machine> machines = MachineFactoryCompiler.builder(module)
                    .withCache(classes)
                    .withInterpreterFallback(InterpreterFallback.SILENT)
                    .compile();
            return new WasmPolicy(module, machines, Builtins.standard(), limits);
        } catch (ChicoryException e) {
            throw new PolicyLoadException("The compiled policies cannot be loaded: " + e.getMessage());
        }
    }

    /** Whether the policy was compiled with this entrypoint, for example {@code auditflow/entry/resource}. */
    public boolean has(String entrypoint) {
        return entrypoints.containsKey(entrypoint);
    }

    /**
     * The value of an entrypoint; null when it is undefined.
     *
     * @param data JSON object that becomes {@code data}; the same array again is not parsed again
     * @param input JSON that becomes {@code input}; empty for none
     */
    public Value evaluate(String entrypoint, byte[] data, byte[] input) throws EvaluationException {
        return evaluate(entrypoint, data, new Input.Text(input), PolicyInstance.Form.JSON);
    }

    /**
     * The value of an entrypoint; null when it is undefined.
     *
     * @param data JSON object that becomes {@code data}; the same array again is not parsed again
     * @param input the document that becomes {@code input}
     */
    public Value evaluate(String entrypoint, byte[] data, Node input) throws EvaluationException {
        return evaluate(entrypoint, data, new Input.Tree(input), PolicyInstance.Form.JSON);
    }

    Value evaluate(String entrypoint, byte[] data, Input input, PolicyInstance.Form form) throws EvaluationException {
        int id = Objects.requireNonNull(entrypoints.get(entrypoint), entrypoint);
        PolicyInstance instance = borrow();
        Duration time = Deadline.left(limits.time());
        Watchdog.Watch watch = watchdog.watch(time);
        Value result;
        try {
            result = instance.evaluate(id, data, input, form);
        } catch (ChicoryException | HostFunctions.Abort | IndexOutOfBoundsException | StackOverflowError e) {
            throw new EvaluationException(watch.end() ? tooLong(time) : reason(e));
        } catch (IllegalArgumentException e) {
            throw new EvaluationException("a value could not be read: " + e.getMessage());
        } finally {
            watch.end();
        }
        giveBack(instance);
        return first(result);
    }

    private static String tooLong(Duration time) {
        return "it did not end within %d ms".formatted(time.toMillis());
    }

    private String reason(Throwable e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof StackOverflowError || message.contains("call stack exhausted")) {
            return "it called itself too deeply";
        }
        if (message.contains("opa_malloc")) {
            return "it needs more than %d MiB of memory".formatted(limits.memoryMiB());
        }
        return e instanceof HostFunctions.Abort ? "it stopped: " + message : "it trapped: " + message;
    }

    /** A result set has no or one member, {@code {"result": value}}. */
    private static Value first(Value results) {
        Collection<Value> items = switch (results) {
            case Value.Arr(List<Value> list) -> list;
            case Value.Members(SortedSet<Value> members) -> members;
            default -> List.of();
        };
        return items.stream()
                .filter(Value.Obj.class::isInstance)
                .flatMap(object -> ((Value.Obj) object).get("result").stream())
                .findFirst()
                .orElse(Value.nil());
    }

    private PolicyInstance borrow() throws EvaluationException {
        PolicyInstance instance = idle.poll();
        try {
            return instance == null ? newInstance() : instance;
        } catch (PolicyLoadException e) {
            throw new EvaluationException(String.valueOf(e.getMessage()));
        }
    }

    private void giveBack(PolicyInstance instance) {
        if (instance.memoryMiB() <= KEPT_MIB) {
            idle.offer(instance);
        }
    }

    private PolicyInstance newInstance() throws PolicyLoadException {
        PolicyInstance instance = new PolicyInstance(module, machines, limits.memoryMiB());
        prepare(instance);
        return instance;
    }

    private void prepare(PolicyInstance instance) throws PolicyLoadException {
        instance.useLayout(layoutKnown);
        Map<Integer, Builtin> byId = new HashMap<>();
        for (Map.Entry<String, Integer> wanted : instance.builtins().entrySet()) {
            byId.put(wanted.getValue(), builtins.get(wanted.getKey()));
        }
        instance.provide(byId);
    }
}
