package dev.auditflow.render.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.Mutations;
import dev.auditflow.render.yaml.UnreadableYaml;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a document in a fraction of the time is what Helm reads of it, or it is left to the parser. */
class ManifestHeadProperties {
    private static final String HOOK = """
            # Source: web/templates/job.yaml
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: web
              annotations:
                note: it's one
                "helm.sh/hook": pre-install, test
                helm.sh/hook-weight: "-5"
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers:
                  - name: web
                    command: ["/bin/sh", -c, 'exec web']
                    args:
                      - |
                        set -e
            """;
    private static final String SMALL = """
            Kind: Secret
            kind: Pod
            metadata: {}
            """;
    private static final String LAST = """
            metadata:
              annotations:
                helm.sh/hook: >-
                  test
            data:
            kind: |
              Pod
            """;

    @Property(tries = 5000)
    void readsWhatHelmReads(@ForAll("documents") String document) {
        Optional<ManifestHead> simple = ManifestHead.simple(document);
        Statistics.collect(simple.isPresent() ? "read" : "left");
        simple.ifPresent(head -> assertThat(head).as(document).isEqualTo(parsed(document)));
    }

    @Provide
    Arbitrary<String> documents() {
        Arbitrary<String> mutants = Mutations.of(List.of(HOOK, SMALL, LAST));
        return Arbitraries.oneOf(mutants, mutants.map(String::strip));
    }

    @Test
    void isNotLeftToTheParser() {
        assertThat(ManifestHead.simple(HOOK)).isPresent();
        assertThat(ManifestHead.simple(HOOK.strip())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind: 1.50\n",
                "kind: 0x1F\n",
                "kind: [Pod]\n",
                "kind: |\n  Pod\n",
                "metadata: text\n",
                "metadata:\n  annotations:\n    a: [b]\n",
                "kind: Pod\nkind: Job\n",
                "kind: Pod\n--- \nkind: Job\n",
                "kind: Pod\n...\nnothing",
                "- kind: Pod\n",
                "",
            })
    void leavesTheRest(String document) {
        assertThat(ManifestHead.simple(document)).isEmpty();
    }

    private static ManifestHead parsed(String document) {
        try {
            return ManifestHead.parsed(document);
        } catch (UnreadableYaml | GoShape.Misfit e) {
            throw new AssertionError("Helm does not read this:\n" + document, e);
        }
    }
}
