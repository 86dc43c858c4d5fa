package dev.auditflow.attest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.check.Account;
import dev.auditflow.check.Digests;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Verdict;
import dev.auditflow.config.AttestationSettings;
import dev.auditflow.config.ChartOptions;
import dev.auditflow.config.Source;
import dev.auditflow.config.Target;
import dev.auditflow.gate.TargetGate;
import dev.auditflow.render.OriginMap;
import dev.auditflow.render.Rendering;
import dev.auditflow.yaml.JsonTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The ten checks, each with a statement that only it can refuse; all of them are rightly signed. */
class VerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
    private static final SigningKey KEY = SigningKey.generate(KeyKind.ECDSA_P256);
    private static final String TEXT = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: one}
            data: {a: "1"}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: own}
            spec: {template: {spec: {containers: [{name: a, image: "registry.example/team/web:1@sha256:%s"},
              {name: b, image: "registry.example/tool:2"}]}}}
            """.formatted("77".repeat(32));
    private static final Target TARGET = new Target(
            "web",
            "staging",
            "",
            "1.34",
            new Source.Chart(Path.of("web")),
            new ChartOptions(
                    "web", "shop", List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), false,
                    false),
            true);

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void whatWasAttestedHolds(KeyKind kind) throws Exception {
        SigningKey key = SigningKey.generate(kind);
        Attestor.Attestation attestation = attest(key, Seal.none(), TEXT);
        Verification verification =
                verify(attestation.envelope(), trust(key, Revocations.none()), TEXT, Outcome.PASS, NOW);
        assertThat(verification.steps()).hasSize(10).allMatch(step -> step.state() == Step.State.PASSED);
        VerifiedRelease release = verification.release().orElseThrow();
        assertThat(release.attestation()).isEqualTo(attestation.digest());
        assertThat(release.bundle()).isEqualTo(attestation.bundle());
        assertThat(release.keyId()).isEqualTo(key.keyId());
        assertThat(release.images()).containsExactly(new Named("registry.example/team/web", "77".repeat(32)));
        assertThat(attestation.unpinned()).containsExactly("registry.example/tool:2");
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("subject", root -> root.putArray("subject")),
                change("subject", root -> root.remove("subject")),
                change("predicate", root -> root.put("_type", "https://in-toto.io/Statement/v0.1")),
                change("predicate", root -> root.put("predicateType", "https://slsa.dev/provenance/v1")),
                change("verifier", root -> predicate(root).putObject("verifier").put("id", "https://example.com")),
                change("verifier", root -> predicate(root).remove("verifier")),
                change("resource", root -> predicate(root).put("resourceUri", "urn:auditflow:releases#web/prod@1.34")),
                change("resource", root -> predicate(root).remove("resourceUri")),
                change("result", root -> predicate(root).put("verificationResult", "FAILED")),
                change("result", root -> predicate(root).remove("verificationResult")),
                change(
                        "level",
                        root -> predicate(root).putArray("verifiedLevels").add("SLSA_BUILD_LEVEL_3")),
                change("time", root -> predicate(root).put("timeVerified", "yesterday")),
                change("time", root -> predicate(root).put("timeVerified", "2026-11-23T18:10:00Z")),
                change("time", root -> predicate(root).put("timeVerified", "2026-10-23T18:00:00Z")),
                change("policy", root -> predicate(root).remove("policy")),
                change(
                        "policy",
                        root -> predicate(root)
                                .putObject("policy")
                                .putObject("digest")
                                .put("sha256", "00")));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void oneCheckRefusesIt(String name, Consumer<ObjectNode> change) throws Exception {
        Envelope envelope = Envelope.read(attest(KEY, Seal.none(), TEXT).envelope());
        ObjectNode root = (ObjectNode) JsonTree.readStrictly(envelope.statement());
        change.accept(root);
        String changed = Envelope.sign(JsonTree.write(root).getBytes(StandardCharsets.UTF_8), KEY)
                .json();
        Verification verification = verify(changed, trust(KEY, Revocations.none()), TEXT, Outcome.PASS, NOW);
        assertThat(refused(verification)).containsExactly(name);
        assertThat(verification.release()).isEmpty();
    }

    @Test
    void theSignatureComesFirst() throws Exception {
        String envelope = attest(KEY, Seal.none(), TEXT).envelope();
        SigningKey other = SigningKey.generate(KeyKind.ECDSA_P256);
        Verification unknown = verify(envelope, trust(other, Revocations.none()), TEXT, Outcome.PASS, NOW);
        assertThat(unknown.steps().getFirst().explanation())
                .contains("No trusted key signed it")
                .contains(KEY.keyId());
        assertThat(unknown.steps())
                .filteredOn(step -> step.state() == Step.State.UNSEEN)
                .hasSize(9);
        Verification none = verify("", trust(KEY, Revocations.none()), TEXT, Outcome.PASS, NOW);
        assertThat(none.steps().getFirst().explanation()).contains("There is no attestation of");
        Verification noise = verify("{}", trust(KEY, Revocations.none()), TEXT, Outcome.PASS, NOW);
        assertThat(noise.steps().getFirst().explanation()).contains("There is no DSSE envelope in the attestation: ");
        Envelope signed = Envelope.read(envelope);
        Envelope retyped = new Envelope("application/json", signed.payload(), signed.signatures());
        assertThat(refused(verify(retyped.json(), trust(KEY, Revocations.none()), TEXT, Outcome.PASS, NOW)))
                .containsExactly("signature");
    }

    @Test
    void clocksMayDifferALittle() throws Exception {
        String envelope = attest(KEY, Seal.none(), TEXT).envelope();
        Trust trust = trust(KEY, Revocations.none());
        assertThat(refused(verify(envelope, trust, TEXT, Outcome.PASS, NOW.minus(Verifier.SKEW))))
                .isEmpty();
        assertThat(refused(verify(envelope, trust, TEXT, Outcome.PASS, NOW.minus(Duration.ofMinutes(10)))))
                .containsExactly("time");
        assertThat(refused(verify(envelope, trust, TEXT, Outcome.PASS, NOW.plus(Duration.ofMinutes(10)))))
                .isEmpty();
    }

    @Test
    void whatIsRefusedNowIsNoLongerGood() throws Exception {
        String envelope = attest(KEY, Seal.none(), TEXT).envelope();
        assertThat(refused(verify(envelope, trust(KEY, Revocations.none()), TEXT, Outcome.FAIL, NOW)))
                .containsExactly("policy");
    }

    @Test
    void attestationsRenderingsAndKeysAreRevoked() throws Exception {
        Attestor.Attestation attestation = attest(KEY, Seal.none(), TEXT);
        for (String name : List.of(attestation.digest(), attestation.bundle(), "key:" + KEY.keyId())) {
            Revocations list = Revocations.read("revoked", "# why\n" + name + " leaked on a screen\n");
            Verification verification = verify(attestation.envelope(), trust(KEY, list), TEXT, Outcome.PASS, NOW);
            assertThat(refused(verification)).containsExactly("revocation");
            assertThat(verification.steps().getLast().explanation()).contains(name, "leaked on a screen");
        }
    }

    @Test
    void aFlippedByteIsNamedByItsField() throws Exception {
        String envelope = attest(KEY, Seal.none(), TEXT).envelope();
        String other = TEXT.replace("a: \"1\"", "a: \"2\"");
        Verifier verifier = new Verifier(trust(KEY, Revocations.none()), at(NOW));
        Verifier.Current current = new Verifier.Current(TARGET, rendering(other), verdict(other, Outcome.PASS));
        assertThat(verifier.verify(
                                envelope, current, Optional.of(rendering(TEXT).text()))
                        .steps()
                        .get(1)
                        .explanation())
                .contains("ConfigMap/one data.a;");
        // A kept rendering that is not the signed one is not believed.
        assertThat(verifier.verify(envelope, current, Optional.of("kind: List"))
                        .steps()
                        .get(1)
                        .explanation())
                .contains("v1/ConfigMap/shop/one;");
    }

    @Test
    void secretsNeedASealAndAreNamedByKeyedDigests() throws Exception {
        String text = TEXT + "---\n{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {p: aHVudGVyMg==}}\n";
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> attest(KEY, Seal.none(), text)))
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("Secret/s")
                .hasMessageContaining("--seal-key");
        Seal seal = Seal.of("a variable", "0123456789abcdef0123");
        Attestor.Attestation attestation = attest(KEY, seal, text);
        assertThat(attestation.sealed()).isTrue();
        assertThat(attestation.bundle())
                .isNotEqualTo(
                        dev.auditflow.host.Digest.of(rendering(text).text().getBytes(StandardCharsets.UTF_8)));
        Trust right = new Trust(
                trust(KEY, Revocations.none()).keys(), resource(), Duration.ofDays(1), Revocations.none(), seal);
        assertThat(refused(verify(attestation.envelope(), right, text, Outcome.PASS, NOW)))
                .isEmpty();
        Trust wrong = new Trust(
                right.keys(),
                resource(),
                Duration.ofDays(1),
                Revocations.none(),
                Seal.of("another", "another key than that"));
        assertThat(refused(verify(attestation.envelope(), wrong, text, Outcome.PASS, NOW)))
                .containsExactly("subject");
    }

    @Test
    void theBestOfSeveralEnvelopesCounts() throws Exception {
        String old =
                attest(SigningKey.generate(KeyKind.ED25519), Seal.none(), TEXT).envelope();
        String bundle = "not an envelope\n" + old + "\n\n"
                + attest(KEY, Seal.none(), TEXT).envelope() + "\n";
        assertThat(verify(bundle, trust(KEY, Revocations.none()), TEXT, Outcome.PASS, NOW)
                        .release())
                .isPresent();
    }

    private static Arguments change(String name, Consumer<ObjectNode> change) {
        return Arguments.of(name, change);
    }

    private static ObjectNode predicate(ObjectNode root) {
        return (ObjectNode) root.path("predicate");
    }

    private static List<String> refused(Verification verification) {
        return verification.steps().stream()
                .filter(step -> step.state() == Step.State.REFUSED)
                .map(Step::name)
                .toList();
    }

    private static Attestor.Attestation attest(SigningKey key, Seal seal, String text) throws KeyException {
        return new Attestor(AttestationSettings.defaults(), key, seal, "1", at(NOW))
                .attest(TARGET, verdict(text, Outcome.PASS), rendering(text));
    }

    private static Verification verify(String envelope, Trust trust, String text, Outcome outcome, Instant now)
            throws KeyException {
        return new Verifier(trust, at(now))
                .verify(
                        envelope,
                        new Verifier.Current(TARGET, rendering(text), verdict(text, outcome)),
                        Optional.empty());
    }

    private static Trust trust(SigningKey key, Revocations revocations) {
        Trust.Pair pair = new Trust.Pair(key.verifying(), AttestationSettings.DEFAULT_VERIFIER);
        return new Trust(List.of(pair), resource(), Duration.ofDays(30), revocations, Seal.none());
    }

    private static String resource() {
        return AttestationSettings.defaults().resourceOf(TARGET);
    }

    private static Rendering rendering(String text) {
        return new Rendering(List.of(new Rendering.RenderedFile("web", text, OriginMap.none())), List.of());
    }

    private static Verdict verdict(String text, Outcome outcome) {
        Digests digests = new Digests(TargetGate.digest(rendering(text)), "sha256:p", "sha256:s");
        return new Verdict(
                "web", "staging", "", "1.34", outcome, digests, List.of(), List.of(), new Account(List.of()));
    }

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }
}
