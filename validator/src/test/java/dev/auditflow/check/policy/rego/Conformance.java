package dev.auditflow.check.policy.rego;

import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import dev.auditflow.gate.opa.Bundle;
import dev.auditflow.host.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs OPA's published cases through our engine: compiled by opa, many cases to a module, evaluated here. */
final class Conformance {
    private static final int IN_ONE_MODULE = 40;

    /** How a case ended. */
    enum End {
        AGREES,
        DIFFERS,
        /** It needs a builtin that policies cannot have, and the engine says so by name. */
        REFUSED,
        /** OPA's compiler to WebAssembly does not take it. */
        NOT_COMPILED
    }

    /** @param detail what was found, or the sentence of the refusal */
    record Outcome(ConformanceCase of, End end, String detail) {}

    private Conformance() {}

    static List<Outcome> run(List<ConformanceCase> cases) throws InterruptedException, ExecutionException {
        Map<String, List<ConformanceCase>> groups = new LinkedHashMap<>();
        cases.forEach(one ->
                groups.computeIfAbsent(one.group(), _ -> new ArrayList<>()).add(one));
        List<Future<List<Outcome>>> parts = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            for (List<ConformanceCase> group : groups.values()) {
                for (int i = 0; i < group.size(); i += IN_ONE_MODULE) {
                    List<ConformanceCase> part = group.subList(i, Math.min(i + IN_ONE_MODULE, group.size()));
                    parts.add(pool.submit(() -> batch(part)));
                }
            }
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<List<Outcome>> part : parts) {
            outcomes.addAll(part.get());
        }
        return outcomes;
    }

    /** Cases that do not agree within a module of many are tried alone, as they are. */
    private static List<Outcome> batch(List<ConformanceCase> cases) throws IOException, Command.Failure {
        List<ConformanceCase> apart = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            apart.add(cases.get(i).apart("c" + i + "_"));
        }
        List<Outcome> outcomes = cases.size() == 1 ? List.of() : evaluate(apart);
        List<Outcome> all = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            boolean done = !outcomes.isEmpty() && outcomes.get(i).end() == End.AGREES;
            all.add(done ? outcomes.get(i) : evaluate(List.of(cases.get(i))).getFirst());
        }
        return all;
    }

    private static List<Outcome> evaluate(List<ConformanceCase> cases) throws IOException, Command.Failure {
        Compiled compiled = compile(cases);
        if (!compiled.error().isEmpty()) {
            boolean wanted = cases.size() == 1 && cases.getFirst().wantsError();
            return cases.stream()
                    .map(one -> new Outcome(one, wanted ? End.AGREES : End.NOT_COMPILED, compiled.error()))
                    .toList();
        }
        try {
            WasmPolicy policy = new WasmPolicy(
                    Parser.parse(compiled.wasm()),
                    InterpreterMachine::new,
                    Builtins.standard(),
                    new Limits(Duration.ofSeconds(20), 256));
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < cases.size(); i++) {
                outcomes.add(evaluate(policy, "q" + i + "/r", cases.get(i)));
            }
            return outcomes;
        } catch (PolicyLoadException e) {
            End end = e.builtin().isEmpty() ? End.DIFFERS : End.REFUSED;
            return cases.stream()
                    .map(one -> new Outcome(one, end, String.valueOf(e.getMessage())))
                    .toList();
        } catch (ChicoryException e) {
            return cases.stream()
                    .map(one -> new Outcome(one, End.NOT_COMPILED, "opa wrote no WebAssembly: " + e.getMessage()))
                    .toList();
        }
    }

    static Outcome evaluate(WasmPolicy policy, String entrypoint, ConformanceCase one) {
        try {
            Value result = policy.evaluate(
                    entrypoint,
                    Texts.utf8(ValueWriter.json(one.data())),
                    new Input.Text(one.input()
                            .map(input -> Texts.utf8(ValueWriter.module(input)))
                            .orElse(new byte[0])),
                    PolicyInstance.Form.REGO);
            return new Outcome(one, one.agrees(result) ? End.AGREES : End.DIFFERS, ValueWriter.json(result));
        } catch (EvaluationException e) {
            return new Outcome(one, one.wantsError() ? End.AGREES : End.DIFFERS, String.valueOf(e.getMessage()));
        }
    }

    /** @param error opa's words, empty if it compiled */
    @SuppressWarnings("ArrayRecordComponent")
    record Compiled(byte[] wasm, String error) {}

    static Compiled compile(List<ConformanceCase> cases) throws IOException, Command.Failure {
        Path folder = Files.createTempDirectory("conformance");
        try {
            List<String> argv = new ArrayList<>(List.of("opa", "build", "-t", "wasm", "-o", "bundle.tar.gz"));
            for (int i = 0; i < cases.size(); i++) {
                int number = 0;
                for (String module : cases.get(i).modules()) {
                    String name = "m%d_%d.rego".formatted(i, number++);
                    Files.writeString(folder.resolve(name), module);
                    argv.add(name);
                }
                Files.writeString(
                        folder.resolve("q%d.rego".formatted(i)), cases.get(i).entry("q" + i));
                argv.addAll(List.of("q%d.rego".formatted(i), "-e", "q" + i + "/r"));
            }
            Command.Result result = Command.of(argv).in(folder).run();
            return result.exitCode() == 0
                    ? new Compiled(Bundle.wasm(Files.readAllBytes(folder.resolve("bundle.tar.gz"))), "")
                    : new Compiled(new byte[0], (result.errors() + result.output()).strip());
        } finally {
            try (var files = Files.walk(folder)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Prints how the cases of a folder end: {@code Conformance FOLDER [GROUP…]}. */
    public static void main(String[] args) throws Exception {
        List<String> only = List.of(args).subList(1, args.length);
        List<ConformanceCase> cases = ConformanceCase.read(Path.of(args[0])).stream()
                .filter(one -> only.isEmpty() || only.contains(one.group()))
                .toList();
        Map<String, Map<End, Integer>> table = new TreeMap<>();
        for (Outcome outcome : run(cases)) {
            table.computeIfAbsent(outcome.of().group(), _ -> new TreeMap<>()).merge(outcome.end(), 1, Integer::sum);
            if (outcome.end() == End.DIFFERS || outcome.end() == End.NOT_COMPILED) {
                System.out.printf(
                        "%s %s: %s%n     wanted %s%n",
                        outcome.end(),
                        outcome.of().note(),
                        outcome.detail(),
                        outcome.of().wantsError() ? "an error" : outcome.of().want());
            }
        }
        table.forEach((group, ends) -> System.out.println(group + " " + ends));
        Map<End, Integer> sum = new TreeMap<>();
        table.values().forEach(ends -> ends.forEach((end, n) -> sum.merge(end, n, Integer::sum)));
        System.out.println("all " + sum);
    }
}
