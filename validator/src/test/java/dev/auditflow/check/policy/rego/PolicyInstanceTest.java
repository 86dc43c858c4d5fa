package dev.auditflow.check.policy.rego;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.wasm.Parser;
import dev.auditflow.manifest.Resource;
import dev.auditflow.policies.Policy;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Values written into a module's memory, and values given to it as JSON. */
class PolicyInstanceTest {
    private static final byte[] DATA = Texts.utf8("{\"params\":{\"release\":{\"kubernetesVersion\":\"1.36\"}}}");

    /** As the module's code has the first number of its hash of strings. */
    private static final byte[] HASH_START = {0x41, (byte) 0xc5, (byte) 0xbb, (byte) 0xf2, (byte) 0x88, 0x78};

    @Test
    void findsTheSameEitherWay() throws Exception {
        PolicyInstance known = instance(256);
        assertThat(known.tryLayout()).isTrue();
        known.useLayout(true);
        PolicyInstance unknown = instance(256);
        int entrypoint = Objects.requireNonNull(known.entrypoints().get("auditflow/entry/resource"));
        int found = 0;
        for (Resource object : OpaJavaWasmTest.examples()) {
            Value expected = evaluate(unknown, entrypoint, new Input.Text(object.json()));
            assertThat(evaluate(unknown, entrypoint, new Input.Tree(object.root())))
                    .isEqualTo(expected);
            assertThat(evaluate(known, entrypoint, new Input.Text(object.json())))
                    .isEqualTo(expected);
            assertThat(evaluate(known, entrypoint, new Input.Tree(object.root())))
                    .isEqualTo(expected);
            found += ValueWriter.json(expected).length();
        }
        assertThat(found).isGreaterThan(10_000);
    }

    @Test
    void doesNotWriteWhereAnotherHashPlacesKeys() throws Exception {
        byte[] wasm = OpaJavaWasmTest.wasm();
        int changed = 0;
        for (int i = 0; i + HASH_START.length <= wasm.length; i++) {
            if (Arrays.equals(wasm, i, i + HASH_START.length, HASH_START, 0, HASH_START.length)) {
                wasm[i + 1]++;
                changed++;
            }
        }
        assertThat(changed).isPositive();
        assertThat(new PolicyInstance(Parser.parse(wasm), InterpreterMachine::new, 64).tryLayout())
                .isFalse();
        assertThat(new PolicyInstance(Parser.parse(OpaJavaWasmTest.wasm()), InterpreterMachine::new, 64).tryLayout())
                .isTrue();
    }

    @Test
    void anObjectThatDoesNotFitIsNoAnswer() throws Exception {
        PolicyInstance instance = instance(8);
        instance.useLayout(true);
        Mark nowhere = new Mark(1, 1, 0, 0);
        Node zero = new ScalarNode(ScalarNode.Kind.INTEGER, "0", true, "0", nowhere);
        Input large = new Input.Tree(new ListNode(Collections.nCopies(100_000, zero), nowhere));
        assertThatThrownBy(() -> evaluate(instance, 0, large))
                .isInstanceOf(EvaluationException.class)
                .hasMessage("the object does not fit into the 8 MiB of memory that a policy gets");
    }

    private static Value evaluate(PolicyInstance instance, int entrypoint, Input input) throws EvaluationException {
        return instance.evaluate(entrypoint, DATA, input, PolicyInstance.Form.JSON);
    }

    private static PolicyInstance instance(int memoryMiB) throws PolicyLoadException {
        PolicyInstance instance = new PolicyInstance(Policy.load(), Policy::create, memoryMiB);
        Map<Integer, Builtin> builtins = new HashMap<>();
        for (Map.Entry<String, Integer> wanted : instance.builtins().entrySet()) {
            builtins.put(wanted.getValue(), Builtins.standard().get(wanted.getKey()));
        }
        instance.provide(builtins);
        return instance;
    }
}
