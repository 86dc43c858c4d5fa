package dev.auditflow.check.policy.gatekeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.auditflow.check.policy.rego.PolicyLoadException;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Modules move into packages of their own, and whatever only looks like a reference stays. */
class RegoModuleTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    x := data.lib.a.b                | x := data.t0.lib.a.b
                    x := data["lib"]["a"].b          | x := data.t0["lib"]["a"].b
                    x := data . lib.a                | x := data.t0 . lib.a
                    x := data.inventory.cluster      | x := data.inventory.cluster
                    x := data["inventory"].cluster   | x := data["inventory"].cluster
                    x := input.data.lib.a            | x := input.data.lib.a
                    x := "data.lib.a" # data.lib.a   | x := "data.lib.a" # data.lib.a
                    x := `data.lib.a \\` ; data.lib.a | x := `data.lib.a \\` ; data.t0.lib.a
                    x := "quoted \\" data.lib.a"     | x := "quoted \\" data.lib.a"
                    x := $"{data.lib.a} data.lib.a"  | x := $"{data.t0.lib.a} data.lib.a"
                    x := $"\\{data.lib.a} {f({"a": data.lib.a})}" | x := $"\\{data.lib.a} {f({"a": data.t0.lib.a})}"
                    x := $`{data.lib.a}`             | x := $`{data.t0.lib.a}`
                    x := my_data.lib.a               | x := my_data.lib.a
                    x := {"data": 1}.data            | x := {"data": 1}.data
                    external_data.x := 1             | external_data.x := 1
                    """)
    void references(String body, String moved) throws PolicyLoadException {
        assertThat(main("package a\nviolation[m] {\n  " + body + "\n}\n"))
                .isEqualTo("package t0.template\nviolation[m] {\n  " + moved + "\n}\n");
    }

    @Test
    void headersOfAModule() throws PolicyLoadException {
        assertThat(
                        main(
                                "# package x\npackage a.b[\"c\"] # d\n\nimport data.lib.x as y\nimport future.keywords.in\nviolation[m] { y.z[m] }"))
                .isEqualTo(
                        "# package x\npackage t0.template # d\n\nimport data.t0.lib.x as y\nimport future.keywords.in\nviolation[m] { y.z[m] }");
        assertThat(RegoModule.lib(module("package lib.x\nimport data.lib.y\na := y.b"), "t0"))
                .isEqualTo("package t0.lib.x\nimport data.t0.lib.y\na := y.b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    import data.other            | imports something else
                    import input.review          | imports something else
                    import rego.v1               | imports rego.v1
                    x = data.other.y             | reads data.other
                    x = data                     | reads data as a whole
                    x = data[y]                  | reads data as a whole
                    x = external_data({})        | calls external_data
                    """)
    void whatGatekeeperRefuses(String line, String why) {
        assertThatThrownBy(() -> main("package a\n" + line + "\nviolation[m] { m := 1 }"))
                .isInstanceOf(PolicyLoadException.class)
                .hasMessageContaining("t.yaml:11: ")
                .hasMessageContaining(why);
    }

    @Test
    void librariesLieBelowLib() {
        assertThatThrownBy(() -> RegoModule.lib(module("package other.x\na := 1"), "t0"))
                .hasMessageContaining("libraries are packages below lib");
        assertThatThrownBy(() -> RegoModule.lib(module("package lib\na := 1"), "t0"))
                .hasMessageContaining("libraries are packages below lib");
    }

    @Test
    void somethingMustBeViolated() {
        assertThatThrownBy(() -> main("package a\ndeny[m] { violation := 1; m := violation }"))
                .hasMessageContaining("has no rule named violation");
    }

    /** OPA says what is wrong with a text; whatever it is, no character of it is lost before. */
    @Property
    void tokensAreTheText(
            @ForAll @Chars({'"', '`', '$', '{', '}', '\\', '#', '\n', ' ', '.', '['}) @CharRange(from = 'a', to = 'd')
                    String text) {
        assertThat(RegoTokens.of(text).stream().map(RegoToken::text).collect(Collectors.joining()))
                .isEqualTo(text);
    }

    private static String main(String text) throws PolicyLoadException {
        return RegoModule.main(module(text), "t0");
    }

    private static RegoSource.Module module(String text) {
        return new RegoSource.Module(text, "t.yaml", 10);
    }
}
