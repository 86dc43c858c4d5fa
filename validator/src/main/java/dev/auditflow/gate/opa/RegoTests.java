package dev.auditflow.gate.opa;

import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.check.policy.rego.Value;
import dev.auditflow.check.policy.rego.ValueReader;
import dev.auditflow.gate.rules.Trial;
import dev.auditflow.host.Command;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Runs the {@code test_} rules of the user's Rego by {@code opa test}, and those that it passes in the engine that
 * evaluates policies for a verdict too: an end that differs there is a failure.
 *
 * @param trials by place and name
 * @param inEngine how many ran in both
 * @param notes why others ran in opa alone
 */
public record RegoTests(List<Trial> trials, int inEngine, List<String> notes) {
    private static final String DATA_FILE = "auditflow-data.json";

    public RegoTests {
        trials = List.copyOf(trials);
        notes = List.copyOf(notes);
    }

    /** No tests. */
    public static RegoTests none() {
        return new RegoTests(List.of(), 0, List.of());
    }

    /**
     * One {@code test_} rule as opa ran it.
     *
     * @param reference to its document, for example {@code data.main.test_a}
     */
    record Ran(String reference, String file, int line, Trial.State state, boolean hasCases, List<String> details) {
        Trial trial(List<String> more) {
            List<String> all = new ArrayList<>(details);
            all.addAll(more);
            return new Trial(
                    Trial.Kind.UNIT_TEST,
                    reference.substring("data.".length()),
                    file + ":" + line,
                    more.isEmpty() ? state : Trial.State.FAILED,
                    all);
        }
    }

    /**
     * Runs them.
     *
     * @param sources with their tests
     * @param data JSON object that becomes {@code data}
     * @param v0 whether they are Rego as it was before OPA 1.0
     * @throws PolicyLoadException with opa's messages if they do not compile
     */
    public static RegoTests run(Opa opa, RegoSources sources, byte[] data, boolean v0) throws PolicyLoadException {
        try (Staging staging = Staging.of(opa, sources, v0)) {
            List<Ran> ran = inOpa(staging, sources, data);
            EngineTests engine = EngineTests.run(staging, ran, data);
            List<Trial> trials =
                    ran.stream().map(one -> one.trial(engine.faults(one))).toList();
            return new RegoTests(trials, engine.count(), engine.notes());
        }
    }

    private static List<Ran> inOpa(Staging staging, RegoSources sources, byte[] data) throws PolicyLoadException {
        staging.add(DATA_FILE, new String(data, StandardCharsets.UTF_8));
        List<String> files = new ArrayList<>(sources.texts().keySet());
        files.add(DATA_FILE);
        Command.Result result = staging.opa(List.of("test", "--format", "json"), files);
        if (result.output().isBlank() && result.exitCode() == 0) {
            return List.of();
        }
        List<Ran> ran = new ArrayList<>();
        for (Value entry : results(staging, result)) {
            if (entry instanceof Value.Obj test) {
                ran.add(one(sources, test));
            }
        }
        ran.sort(Comparator.comparing(Ran::file).thenComparingInt(Ran::line).thenComparing(Ran::reference));
        return ran;
    }

    /** The list that opa prints; null if there is no test, and words instead of it if something does not compile. */
    private static List<Value> results(Staging staging, Command.Result result) throws PolicyLoadException {
        try {
            return switch (ValueReader.json(result.output())) {
                case Value.Arr(List<Value> tests) -> tests;
                case Value.Null _ -> List.of();
                default -> throw new PolicyLoadException(staging.failure(result));
            };
        } catch (IllegalArgumentException e) {
            throw new PolicyLoadException(staging.failure(result));
        }
    }

    private static Ran one(RegoSources sources, Value.Obj test) {
        Optional<Value.Obj> location = object(test, "location");
        String file = location.flatMap(l -> l.string("file")).orElse("");
        int line = location.flatMap(l -> l.get("row"))
                .filter(Value.Num.class::isInstance)
                .flatMap(row -> ((Value.Num) row).asInt())
                .orElse(0);
        boolean failed = isTrue(test, "fail") || test.get("error").isPresent();
        Trial.State state =
                isTrue(test, "skip") ? Trial.State.SKIPPED : failed ? Trial.State.FAILED : Trial.State.PASSED;
        List<String> details = new ArrayList<>();
        if (failed) {
            object(test, "error")
                    .ifPresent(error -> details.add(error.string("message").orElse("it stopped with an error")));
            object(test, "sub_results").ifPresent(cases -> failedCases("", cases, details));
            test.string("output").ifPresent(output -> decoded(output).lines().forEach(details::add));
        }
        return new Ran(
                test.string("package").orElse("data") + "."
                        + test.string("name").orElse(""),
                sources.shown().getOrDefault(file, file),
                line,
                state,
                object(test, "sub_results").isPresent(),
                details);
    }

    private static void failedCases(String path, Value.Obj cases, List<String> details) {
        cases.fields().forEach((key, value) -> {
            if (value instanceof Value.Obj one && isTrue(one, "fail")) {
                String name = path + one.string("name").orElse(String.valueOf(key));
                Optional<Value.Obj> inner = object(one, "sub_results");
                inner.ifPresentOrElse(
                        more -> failedCases(name + "/", more, details), () -> details.add("case " + name + " fails"));
            }
        });
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return base64;
        }
    }

    private static boolean isTrue(Value.Obj object, String key) {
        return object.get(key).filter(Value.of(true)::equals).isPresent();
    }

    private static Optional<Value.Obj> object(Value.Obj in, String key) {
        return in.get(key).filter(Value.Obj.class::isInstance).map(Value.Obj.class::cast);
    }
}
