package dev.auditflow.render.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Names and Go types of all functions, as Helm 3.22 defines them. The list comes from {@code helmcases -functions}, see
 * {@code src/test/go}; to it come those of Go itself.
 */
class FunctionNamesTest {
    private static final Set<String> GO = Set.of(
            "and",
            "call",
            "eq",
            "ge",
            "gt",
            "html",
            "index",
            "js",
            "le",
            "len",
            "lt",
            "ne",
            "not",
            "or",
            "print",
            "printf",
            "println",
            "urlquery");

    @Test
    void hasTheFunctionsThatHelmHasWithTheirTypes() throws IOException {
        Map<String, String> wanted = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/template/functions.tsv"))) {
            String[] cells = line.split("\t", -1);
            wanted.put(cells[0], cells[1]);
        }
        FunctionTable table = HelmFunctionTable.standard();
        Set<String> names = new TreeSet<>(wanted.keySet());
        names.addAll(GO);

        assertThat(wanted).hasSizeGreaterThan(200);
        assertThat(table.names()).isEqualTo(names);
        for (String name : table.names()) {
            FunctionTable.Callable callable = table.find(name);
            if (callable != null && wanted.containsKey(name)) {
                assertThat(callable.function().goSignature()).as(name).isEqualTo(wanted.get(name));
            }
        }
    }
}
