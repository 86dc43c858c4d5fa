package dev.auditflow.check.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.diff.Comparison;
import dev.auditflow.engine.BuiltEngines;
import dev.auditflow.engine.ServerEngine;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.OriginMap;
import dev.auditflow.render.Rendering;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the server was asked, it decides what fails. */
final class ServerVerdictsTest {
    private static final String SECRET = """
            apiVersion: v1
            kind: Secret
            metadata: {name: tls}
            type: kubernetes.io/tls
            data: {tls.crt: aGVsbG8=, tls.key: aGVsbG8=}
            """;
    private static final String EVENT = """
            apiVersion: v1
            kind: Event
            metadata: {name: happened}
            involvedObject: {kind: Pod, name: a, namespace: default}
            message: one
            """;

    @Test
    void whatTheTablesDoNotKnowIsRefusedInItsWords() throws Exception {
        assertThat(fails(SECRET, SECRET.replace("tls.crt: aGVsbG8=, ", "")))
                .singleElement()
                .satisfies(
                        effect -> assertThat(effect.message())
                                .isEqualTo(
                                        "The API server refuses this: Secret \"tls\" is invalid: data[tls.crt]: Required value"));
    }

    @Test
    void whatItTakesDoesNotFail() throws Exception {
        assertThat(fails(EVENT, EVENT.replace("message: one", "message: two"))).isEmpty();
    }

    private static List<Effect> fails(String before, String after) throws Exception {
        List<Resource> was = read(before);
        List<Resource> is = read(after);
        Comparison comparison = Comparison.of(was, is, "default");
        try (ServerEngine engine = new ServerEngine(BuiltEngines.need("1.34"), 1024)) {
            ServerVerdicts verdicts = ServerVerdicts.of(engine, comparison, "default");
            return Forecast.of(comparison, was, is, List.of(), verdicts).stream()
                    .filter(effect -> effect.meaning() == Meaning.FAILS)
                    .toList();
        }
    }

    private static List<Resource> read(String text) {
        Rendering.RenderedFile file = new Rendering.RenderedFile("a.yaml", text, OriginMap.none());
        return new ManifestReader()
                .read(new Rendering(List.of(file), List.of()))
                .resources();
    }
}
