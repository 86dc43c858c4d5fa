package dev.auditflow.render.chart;

import dev.auditflow.render.HelmRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The user's values: files in order, then {@code --set-json}, {@code --set}, {@code --set-string} and the others. */
public final class SetFlags {
    private SetFlags() {}

    /**
     * What carries the flags to a helm process without showing them in its arguments.
     *
     * @param document values for standard input, JSON; empty when there is nothing to carry
     * @param numbers {@code --set} expressions for whole numbers only, which Helm keeps apart from numbers of files
     */
    public record Carried(String document, List<String> numbers) {}

    /** All values of a request, before a chart's own. */
    static Val values(HelmRequest request) {
        Val base = Val.table();
        for (Path file : request.valuesFiles()) {
            base = merge(base, ValuesReader.file(file, request.sealed()));
        }
        return apply(request, base.copy());
    }

    /** {@code over} wins; tables are joined, everything else is replaced. Neither is changed. */
    static Val merge(Val base, Val over) {
        Map<String, Val> out = Val.newTable();
        out.putAll(base.entries());
        over.entries().forEach((key, value) -> {
            Val before = out.get(key);
            out.put(
                    key,
                    value.isTable() && before != null && before.isTable() ? merge(before, value) : value.over(before));
        });
        return new Val(out, over.setBy());
    }

    /** What the flags alone set. */
    static Val flags(HelmRequest request) {
        return apply(request, Val.table());
    }

    private static Val apply(HelmRequest request, Val base) {
        Map<String, Val> values = base.entries();
        request.setJson().forEach(text -> parse(Strvals.Mode.JSON, "--set-json", text, values));
        request.set().forEach(text -> parse(Strvals.Mode.TYPED, "--set", text, values));
        request.setString().forEach(text -> parse(Strvals.Mode.STRING, "--set-string", text, values));
        request.setFile().forEach(text -> parse(Strvals.Mode.FILE, "--set-file", text, values));
        request.setLiteral().forEach(text -> parse(Strvals.Mode.LITERAL, "--set-literal", text, values));
        return base;
    }

    private static void parse(Strvals.Mode mode, String flag, String expression, Map<String, Val> into) {
        try {
            new Strvals(mode, flag, expression, SetFlags::readFile).into(into);
        } catch (Strvals.Malformed e) {
            throw new ChartProblem(
                    "failed parsing %s data: %s".formatted(flag, e.getMessage()), flag, 0, "Correct the flag " + flag);
        }
    }

    private static String readFile(String path) throws Strvals.Malformed {
        try {
            return new String(Files.readAllBytes(Path.of(path)), StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            throw new Strvals.Malformed("open " + path + ": no such file or directory");
        }
    }

    /** All values of a request as one document, for files that helm must not read itself. */
    public static Carried carryAll(HelmRequest request) {
        Val values = values(request);
        List<String> numbers = new ArrayList<>();
        numbers("", values, numbers);
        return new Carried(ValuesJson.tree(values).toString(), numbers);
    }

    /** Turns the {@code --set} flags of a request into a document; the values files stay arguments. */
    public static Carried carry(HelmRequest request) {
        if (!request.hasSetFlags()) {
            return new Carried("", List.of());
        }
        Val values = values(request);
        Val touched = Val.table();
        for (String key : apply(request, Val.table()).entries().keySet()) {
            Val value = values.entries().get(key);
            if (value != null) {
                touched.entries().put(key, value);
            }
        }
        List<String> numbers = new ArrayList<>();
        numbers("", touched, numbers);
        return new Carried(ValuesJson.tree(touched).toString(), numbers);
    }

    private static void numbers(String path, Val value, List<String> numbers) {
        if (value.isTable()) {
            value.entries().forEach((key, child) -> {
                String step = key.replaceAll("[\\\\.,=\\[\\]]", "\\\\$0");
                numbers(path.isEmpty() ? step : path + "." + step, child, numbers);
            });
        } else if (value.isList()) {
            for (int i = 0; i < value.items().size(); i++) {
                numbers(path + "[" + i + "]", value.items().get(i), numbers);
            }
        } else if (value.data() instanceof Long number) {
            numbers.add(path + "=" + number);
        }
    }
}
