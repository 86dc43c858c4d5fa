package dev.auditflow.check.policy.rego;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.wasm.Parser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.styra.opa.wasm.OpaBuiltin;
import com.styra.opa.wasm.OpaPolicy;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.policies.Policy;
import dev.auditflow.render.OriginMap;
import dev.auditflow.render.Rendering;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The same bundle through opa-java-wasm, which drives the module by another part of OPA's ABI, gives the same. */
class OpaJavaWasmTest {
    private static final String ENTRYPOINT = "auditflow/entry/resource";
    private static final String DATA = "{\"params\":{\"release\":{\"kubernetesVersion\":\"1.36\"}}}";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void findsTheSameInEveryExample() throws Exception {
        byte[] wasm = wasm();
        WasmPolicy ours = new WasmPolicy(Parser.parse(wasm), Policy::create, Builtins.standard(), Limits.defaults());
        OpaPolicy theirs = OpaPolicy.builder()
                .withPolicy(wasm)
                .addBuiltins(builtins(wasm).toArray(OpaBuiltin.Builtin[]::new))
                .build()
                .entrypoint(ENTRYPOINT)
                .data(DATA);
        int found = 0;
        int objects = 0;
        for (Resource object : examples()) {
            Value mine = ours.evaluate(ENTRYPOINT, Texts.utf8(DATA), object.root());
            Value other = first(theirs.evaluate(new String(object.json(), StandardCharsets.UTF_8)));
            assertThat(sorted(mine)).as(object.file()).isEqualTo(sorted(other));
            found += sorted(mine).size();
            objects++;
        }
        assertThat(objects).isGreaterThan(150);
        assertThat(found).isGreaterThan(60);
    }

    /** What the module wants of its host; what differs then is how the module is driven. */
    private static List<OpaBuiltin.Builtin> builtins(byte[] wasm) {
        List<OpaBuiltin.Builtin> builtins = new ArrayList<>();
        for (String name : new PolicyInstance(Parser.parse(wasm), Policy::create, 64)
                .builtins()
                .keySet()) {
            if (name.equals("strings.count")) {
                builtins.add(OpaBuiltin.from(name, (_, text, part) -> call(name, text, part)));
            } else {
                assertThat(name).startsWith("units.parse");
                builtins.add(OpaBuiltin.from(name, (_, argument) -> call(name, argument)));
            }
        }
        return builtins;
    }

    private static JsonNode call(String name, JsonNode... arguments) {
        try {
            List<Value> values = Stream.of(arguments)
                    .map(argument -> ValueReader.json(argument.toString()))
                    .toList();
            Value result = Builtins.standard().get(name).call(new Args(values));
            return JSON.readTree(ValueWriter.json(result));
        } catch (Builtin.Undefined e) {
            return JSON.nullNode();
        } catch (PolicyLoadException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Value first(String results) {
        Value.Arr all = (Value.Arr) ValueReader.json(results);
        return ((Value.Obj) all.items().getFirst()).get("result").orElseThrow();
    }

    /** Each finding with the number of its rule. */
    private static List<Value> sorted(Value lists) {
        List<Value> findings = new ArrayList<>();
        int number = 0;
        for (Value list : ((Value.Arr) lists).items()) {
            Value rule = Value.of(number++);
            ((Value.Arr) list)
                    .items().stream()
                            .sorted()
                            .map(found -> Value.array(List.of(rule, found)))
                            .forEach(findings::add);
        }
        return findings;
    }

    static List<Resource> examples() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../policies"), 3)) {
            List<Rendering.RenderedFile> rendered = files.filter(
                            file -> file.endsWith("fail.yaml") || file.endsWith("pass.yaml"))
                    .sorted()
                    .map(file -> new Rendering.RenderedFile(file.toString(), text(file), OriginMap.none()))
                    .toList();
            return new ManifestReader().read(new Rendering(rendered, List.of())).resources();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] wasm() throws IOException {
        try (var in = Policy.class.getResourceAsStream("policy.wasm")) {
            return in.readAllBytes();
        }
    }
}
