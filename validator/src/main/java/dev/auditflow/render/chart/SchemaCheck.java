package dev.auditflow.render.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.auditflow.render.template.functions.JsonFaults;
import dev.auditflow.yaml.JsonTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks values against the {@code values.schema.json} of a chart and its subcharts, in Helm's layout and words. Schemas
 * with keywords that {@link JsonSchema} does not know go to a full validator: its findings stand side by side, sorted by
 * place, in its own words. Schemas that lie elsewhere are not fetched.
 */
final class SchemaCheck {
    private SchemaCheck() {}

    /** @throws ChartProblem with one line for each violation, in Helm's words */
    static void check(Chart chart, Val values) {
        List<Violation> violations = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        check(chart, values, text, violations);
        if (!text.isEmpty()) {
            Val.SetBy by = violations.isEmpty() ? null : violations.getFirst().setBy();
            throw new ChartProblem(
                    ("values don't meet the specifications of the schema(s) in the following chart(s):\n" + text)
                            .stripTrailing(),
                    by == null ? chart.place + "/values.schema.json" : by.file(),
                    by == null ? 0 : by.line(),
                    "Correct the values, or values.schema.json of the chart named");
        }
    }

    private record Violation(String line, Val.@Nullable SetBy setBy) {}

    private static void check(Chart chart, Val values, StringBuilder text, List<Violation> all) {
        if (chart.schema != null) {
            List<Violation> found = violations(chart, chart.schema, values);
            if (!found.isEmpty()) {
                text.append(chart.name()).append(":\n");
                found.forEach(violation -> text.append(violation.line()).append('\n'));
                all.addAll(found);
            }
        }
        for (Chart subchart : chart.subcharts()) {
            Val below = values.entries().get(subchart.name());
            if (below == null || below.isNull()) {
                continue;
            }
            if (below.isTable()) {
                check(subchart, below, text, all);
            } else {
                text.append("%s:\ninvalid type for values: expected object (map), got %s\n"
                        .formatted(subchart.name(), below.goType()));
            }
        }
    }

    private static List<Violation> violations(Chart chart, ChartFile file, Val values) {
        String fault = JsonFaults.of(file.go());
        Val.SetBy here = new Val.SetBy(chart.place + "/values.schema.json", 0, "", "");
        if (!fault.isEmpty()) {
            return List.of(new Violation(fault, here));
        }
        try {
            JsonNode schema = JsonTree.read(file.data(), 0, file.data().length);
            if (!schema.isObject() && !schema.isBoolean()) {
                throw new IllegalArgumentException("it is no schema");
            }
            if (!JsonSchema.isSimple(schema)) {
                String elsewhere = elsewhere(schema);
                return elsewhere.isEmpty()
                        ? byLibrary(file, values)
                        : List.of(new Violation(
                                "failing loading \"%s\": schemas that lie elsewhere are not fetched"
                                        .formatted(elsewhere),
                                here));
            }
            SchemaViolation violation = new JsonSchema(schema).check(ValuesJson.tree(values));
            if (violation == null) {
                return List.of();
            }
            Val.SetBy by = at(values, violation.innermost().place());
            return violation.lines().stream()
                    .map(line -> new Violation(line, by))
                    .toList();
        } catch (JsonSchema.Dangling e) {
            return List.of(new Violation(String.valueOf(e.getMessage()), here));
        } catch (SchemaException | IllegalArgumentException | IOException e) {
            throw new ChartProblem(
                    "The values.schema.json of %s cannot be used: %s".formatted(chart.name(), firstLine(e)),
                    chart.place + "/values.schema.json",
                    0,
                    "Correct the schema; schemas that lie elsewhere are not fetched");
        }
    }

    /** The first reference to a schema of the network, without its fragment; empty for none. */
    private static String elsewhere(JsonNode schema) {
        String reference = schema.path("$ref").asText("").replaceFirst("#.*", "");
        if (!reference.isEmpty() && !reference.contains("://json-schema.org/")) {
            return reference.contains(":") ? reference : "file:///" + reference;
        }
        for (JsonNode child : schema) {
            String found = elsewhere(child);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return "";
    }

    private static List<Violation> byLibrary(ChartFile file, Val values) {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        Schema schema = registry.getSchema(file.text(), InputFormat.JSON);
        Map<String, Violation> found = new TreeMap<>(Order.CODE_POINTS);
        for (Error error : schema.validate(ValuesJson.tree(values).toString(), InputFormat.JSON)) {
            String place = pointer(error.getInstanceLocation().toString());
            String line = "- at %s: %s".formatted(SchemaWords.quote(place), error.getMessage());
            found.put(line, new Violation(line, at(values, place)));
        }
        return List.copyOf(found.values());
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** The library may say {@code $.a[0].b} or {@code /a/0/b}. */
    private static String pointer(String place) {
        return place.startsWith("$")
                ? place.substring(1).replaceAll("\\[(\\d+)]", "/$1").replace('.', '/')
                : place;
    }

    private static Val.@Nullable SetBy at(Val values, String place) {
        Val current = values;
        for (String step : pointer(place).split("/", -1)) {
            String key = step.replace("~1", "/").replace("~0", "~");
            if (step.isEmpty()) {
                continue;
            }
            if (current.isTable()) {
                current = current.entries().getOrDefault(key, Val.NULL);
            } else if (current.isList()
                    && key.matches("\\d{1,9}")
                    && Integer.parseInt(key) < current.items().size()) {
                current = current.items().get(Integer.parseInt(key));
            }
        }
        return current.setBy();
    }
}
