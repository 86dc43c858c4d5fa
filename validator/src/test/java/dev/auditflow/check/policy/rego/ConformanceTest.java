package dev.auditflow.check.policy.rego;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.auditflow.check.policy.rego.Conformance.End;
import dev.auditflow.check.policy.rego.Conformance.Outcome;
import dev.auditflow.host.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** OPA's published cases through our engine: what differs is known by name, and docs/policy-builtins.md counts it. */
class ConformanceTest {
    private static final String VERSION = "v1.22.2";

    /** Cases with another end here, and why. */
    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("data/toplevel integer", "OPA's own WebAssembly differs"),
            Map.entry("data/nested integer", "OPA's own WebAssembly differs"),
            Map.entry(
                    "jsonbuiltins/unmarshal number beyond the supported exponent is undefined",
                    "OPA's own WebAssembly differs"),
            Map.entry(
                    "jsonbuiltins/unmarshal number with too big an exponent is undefined",
                    "OPA's own WebAssembly differs"),
            Map.entry(
                    "strings/format_int: bignum exact (>64-bit integer, all bases + negative)",
                    "OPA's own WebAssembly differs"),
            Map.entry("jwtbuiltins/no-support-jwe", "an error there, undefined here"),
            Map.entry("baseandvirtualdocs/enumerate virtual errors", "an error there, left out here"),
            Map.entry(
                    "a local bound to a string in a data reference",
                    "its data has the key on, which is true in the YAML that Kubernetes reads"),
            Map.entry("fix1863/is defined", "asks for all of data, which holds the question itself"),
            Map.entry(
                    "topdowndynamicdispatch/dynamic dispatch", "asks for all of data, which holds the question itself"),
            Map.entry("time/time caching", "calls a function that only OPA's own tests have"));

    @Test
    void endsAsOpaSays() throws Exception {
        List<Outcome> outcomes = Conformance.run(ConformanceCase.read(cases()));
        Set<String> others = outcomes.stream()
                .filter(outcome -> outcome.end() == End.DIFFERS || outcome.end() == End.NOT_COMPILED)
                .map(outcome -> outcome.of().note())
                .collect(Collectors.toSet());
        assertThat(others).isEqualTo(KNOWN.keySet());
        Map<End, Long> ends =
                outcomes.stream().collect(Collectors.groupingBy(Outcome::end, TreeMap::new, Collectors.counting()));
        assertThat(Files.readString(Path.of("../docs/policy-builtins.md")))
                .contains("| agree | %d |".formatted(ends.get(End.AGREES)))
                .contains("| refused by name | %d |".formatted(ends.get(End.REFUSED)))
                .contains("| differ | %d |".formatted(KNOWN.size()));
    }

    /** The sources of OPA in Go's module cache hold them; whoever installs opa by go has them. */
    private static Path cases() throws Command.Failure {
        assumeThat(Command.find("opa"))
                .as("install opa on the PATH to run this test")
                .isPresent();
        assumeThat(Command.find("go"))
                .as("install go on the PATH to run this test")
                .isPresent();
        Map<String, String> home = Map.of("HOME", System.getProperty("user.home"));
        String cache = Command.of(List.of("go", "env", "GOMODCACHE"))
                .withEnvironment(home)
                .run()
                .output()
                .strip();
        Path cases = Path.of(cache, "github.com/open-policy-agent/opa@" + VERSION, "v1/test/cases/testdata/v1");
        assumeThat(Files.isDirectory(cases))
                .as("run 'go mod download github.com/open-policy-agent/opa@%s' to run this test", VERSION)
                .isTrue();
        return cases;
    }
}
