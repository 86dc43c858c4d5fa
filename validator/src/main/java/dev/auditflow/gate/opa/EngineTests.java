package dev.auditflow.gate.opa;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import dev.auditflow.check.policy.rego.Builtins;
import dev.auditflow.check.policy.rego.EvaluationException;
import dev.auditflow.check.policy.rego.Limits;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.check.policy.rego.Value;
import dev.auditflow.check.policy.rego.WasmPolicy;
import dev.auditflow.gate.opa.RegoTests.Ran;
import dev.auditflow.gate.rules.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The tests that opa passed, each evaluated once more where verdicts come from. */
final class EngineTests {
    private static final String PACKAGE = "auditflow_tests";
    /** Compiling a module takes about as long as this many evaluations of it by the interpreter. */
    private static final int WORTH_COMPILING = 100;

    private final Map<Ran, String> ends = new HashMap<>();
    private final Map<String, Integer> left = new LinkedHashMap<>();
    private final byte[] data;

    private EngineTests(byte[] data) {
        this.data = data;
    }

    static EngineTests run(Staging staging, List<Ran> ran, byte[] data) {
        EngineTests tests = new EngineTests(data);
        List<Ran> passed = ran.stream()
                .filter(one -> one.state() == Trial.State.PASSED && !one.hasCases())
                .toList();
        long cases = ran.stream()
                .filter(one -> one.state() == Trial.State.PASSED && one.hasCases())
                .count();
        if (cases > 0) {
            tests.left.put("a test of many cases has no single answer to compare", (int) cases);
        }
        if (!passed.isEmpty() && !tests.evaluated(staging, passed).isEmpty()) {
            tests.byFile(staging, passed);
        }
        return tests;
    }

    /** A test that the engine cannot run keeps others from running only in its own file. */
    private void byFile(Staging staging, List<Ran> passed) {
        Map<String, List<Ran>> files = new LinkedHashMap<>();
        passed.forEach(
                one -> files.computeIfAbsent(one.file(), _ -> new ArrayList<>()).add(one));
        for (List<Ran> file : files.values()) {
            String reason = evaluated(staging, file);
            if (!reason.isEmpty()) {
                left.merge(reason, file.size(), Integer::sum);
            }
        }
    }

    /** Evaluates tests in one module. Returns why that is not possible, empty if it was. */
    private String evaluated(Staging staging, List<Ran> tests) {
        StringBuilder entry = new StringBuilder("package " + PACKAGE + "\n\nimport rego.v1\n\n");
        List<String> entrypoints = new ArrayList<>();
        for (int i = 0; i < tests.size(); i++) {
            entry.append("t%d := %s\n".formatted(i, tests.get(i).reference()));
            entrypoints.add("%s/t%d".formatted(PACKAGE, i));
        }
        try {
            WasmModule module = Parser.parse(staging.wasm(entry.toString(), entrypoints));
            Function<Instance, Machine> machines =
                    tests.size() < WORTH_COMPILING ? InterpreterMachine::new : MachineFactoryCompiler.compile(module);
            WasmPolicy policy = new WasmPolicy(module, machines, Builtins.standard(), Limits.defaults());
            for (int i = 0; i < tests.size(); i++) {
                ends.put(tests.get(i), end(policy, entrypoints.get(i)));
            }
            return "";
        } catch (ChicoryException e) {
            return "the compiled tests cannot be loaded: " + e.getMessage();
        } catch (PolicyLoadException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** What went wrong, empty if the test passes. */
    private String end(WasmPolicy policy, String entrypoint) {
        try {
            return policy.evaluate(entrypoint, data, new byte[0]).equals(Value.of(true))
                    ? ""
                    : "passes in opa and fails in the engine of the gate";
        } catch (EvaluationException e) {
            return "passes in opa and gives no answer in the engine of the gate: " + e.getMessage();
        }
    }

    List<String> faults(Ran one) {
        String end = ends.getOrDefault(one, "");
        return end.isEmpty() ? List.of() : List.of(end);
    }

    int count() {
        return ends.size();
    }

    List<String> notes() {
        List<String> notes = new ArrayList<>();
        left.forEach((reason, count) ->
                notes.add("%d %s in opa only: %s".formatted(count, count == 1 ? "test ran" : "tests ran", reason)));
        return notes;
    }
}
