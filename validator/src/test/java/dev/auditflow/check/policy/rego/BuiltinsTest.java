package dev.auditflow.check.policy.rego;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.wasm.Parser;
import dev.auditflow.gate.opa.Bundle;
import dev.auditflow.host.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/policy-builtins.md} lists every builtin of OPA and what becomes of it here. {@code AUDITFLOW_UPDATE=true}
 * writes its lists anew.
 */
class BuiltinsTest {
    private static final Path PAGE = Path.of("../docs/policy-builtins.md");
    private static final String IN_MODULE = "## In the module itself";
    private static final String BY_HOST = "## By the gate";
    private static final String REFUSED = "## Refused";
    private static final String END = "<!-- end of lists -->";
    private static final Pattern NAME = Pattern.compile("`([a-z0-9_.]+)`");
    /** What the compiler handles alone, or is not for policies. */
    private static final Set<String> LEFT_OUT = Set.of("eq", "assign", "print");

    @TempDir
    private Path folder;

    /** Names by where they are evaluated. */
    private record Lists(Set<String> inModule, Set<String> byHost, Map<String, String> refused) {}

    @Test
    void thePageListsWhatTheEngineHas() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(names(page, BY_HOST, REFUSED)).isNotEmpty().allMatch(Builtins.standard()::supports);
        assertThat(names(page, REFUSED, END)).isNotEmpty().noneMatch(Builtins.standard()::supports);
        assertThat(names(page, IN_MODULE, BY_HOST)).hasSizeGreaterThan(80);
    }

    @Test
    void thePageListsAllBuiltinsOfOpa() throws IOException, Command.Failure, PolicyLoadException {
        assumeThat(Command.find("opa"))
                .as("install opa on the PATH to run this test")
                .isPresent();
        String page = Files.readString(PAGE);
        String lists = text(lists());
        if ("true".equals(System.getenv("AUDITFLOW_UPDATE"))) {
            page = page.substring(0, page.indexOf(IN_MODULE)) + lists + page.substring(page.indexOf(END));
            Files.writeString(PAGE, page);
        }
        assertThat(page).as("run this test with AUDITFLOW_UPDATE=true").contains(lists + END);
    }

    @Test
    void refusesOthersByName() {
        assertThatThrownBy(() -> Builtins.standard().get("http.send")).hasMessageContaining("no network");
        assertThatThrownBy(() -> Builtins.standard().get("io.jwt.decode_verify"))
                .hasMessageContaining("The policy calls io.jwt.decode_verify")
                .hasMessageContaining("docs/policy-builtins.md");
    }

    private static Set<String> names(String page, String from, String to) {
        Set<String> names = new TreeSet<>();
        String part = page.substring(page.indexOf(from), page.indexOf(to));
        NAME.matcher(part).results().map((MatchResult found) -> found.group(1)).forEach(names::add);
        return names;
    }

    /** Compiles a policy that calls all of them: what its module imports is not in the module. */
    private Lists lists() throws IOException, Command.Failure, PolicyLoadException {
        String capabilities =
                Command.of(List.of("opa", "capabilities", "--current")).run().output();
        Value.Obj all = (Value.Obj) ValueReader.json(capabilities);
        StringBuilder rego = new StringBuilder("package all_builtins\n\n");
        Set<String> names = new TreeSet<>();
        for (Value entry : ((Value.Arr) all.get("builtins").orElseThrow()).items()) {
            Value.Obj builtin = (Value.Obj) entry;
            String name = builtin.string("name").orElseThrow();
            boolean old = builtin.get("deprecated").isPresent();
            if (!old && !name.startsWith("internal.") && !LEFT_OUT.contains(name)) {
                names.add(name);
                rego.append("r contains %d if { x := %s(%s); x != {%d} }\n"
                        .formatted(names.size(), name, arguments(builtin), names.size()));
            }
        }
        Files.writeString(folder.resolve("all.rego"), rego);
        List<String> argv = List.of("opa", "build", "-t", "wasm", "-e", "all_builtins/r", "all.rego");
        Command.Result built = Command.of(argv).in(folder).run();
        assertThat(built.exitCode()).as(built.errors() + built.output()).isZero();
        byte[] wasm = Bundle.wasm(Files.readAllBytes(folder.resolve("bundle.tar.gz")));
        Set<String> imported = new PolicyInstance(Parser.parse(wasm), InterpreterMachine::new, 64)
                .builtins()
                .keySet();
        Set<String> byHost = new TreeSet<>();
        Map<String, String> refused = new TreeMap<>();
        for (String name : imported) {
            try {
                Builtins.standard().get(name);
                byHost.add(name);
            } catch (PolicyLoadException e) {
                refused.put(name, reason(String.valueOf(e.getMessage())));
            }
        }
        names.removeAll(imported);
        return new Lists(names, byHost, refused);
    }

    private static String arguments(Value.Obj builtin) {
        Value.Obj declaration = (Value.Obj) builtin.get("decl").orElseThrow();
        List<String> arguments = new ArrayList<>();
        if (declaration.get("args").orElse(Value.nil()) instanceof Value.Arr(List<Value> args)) {
            for (int i = 0; i < args.size(); i++) {
                arguments.add("input.a" + i);
            }
        }
        return String.join(", ", arguments);
    }

    private static String reason(String message) {
        int colon = message.indexOf(": ");
        return colon < 0 ? "" : message.substring(colon + 2);
    }

    private static String text(Lists lists) {
        StringBuilder text = new StringBuilder();
        text.append(IN_MODULE)
                .append("\n\nOPA compiles %d builtins into the module.\n\n"
                        .formatted(lists.inModule().size()));
        text.append(list(lists.inModule()));
        text.append(BY_HOST)
                .append("\n\nThe module calls %d others, which the gate has.\n\n"
                        .formatted(lists.byHost().size()));
        text.append(list(lists.byHost()));
        text.append(REFUSED).append("""


                A policy that calls one of these %d is refused with its name and the line of the call: exit code 2.

                | builtin | why |
                |---|---|
                """.formatted(lists.refused().size()));
        lists.refused()
                .forEach((name, reason) -> text.append(
                        "| `%s` | %s |\n".formatted(name, reason.isEmpty() ? "is not implemented" : reason)));
        return text.append('\n').toString();
    }

    /** By the part of the name before the first dot. */
    private static String list(Set<String> names) {
        Map<String, List<String>> groups = new TreeMap<>();
        for (String name : names) {
            String group = name.contains(".") ? name.substring(0, name.indexOf('.')) : "";
            groups.computeIfAbsent(group, _ -> new ArrayList<>()).add("`" + name + "`");
        }
        StringBuilder text = new StringBuilder();
        groups.values().forEach(group -> {
            Collections.sort(group);
            text.append("- ").append(String.join(", ", group)).append('\n');
        });
        return text.append('\n').toString();
    }
}
