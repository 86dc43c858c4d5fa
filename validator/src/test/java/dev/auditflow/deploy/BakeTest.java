package dev.auditflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.auditflow.config.BakeSettings;
import dev.auditflow.deploy.alert.Alertmanager;
import dev.auditflow.host.WebClient;
import dev.auditflow.lab.WebStub;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bake window over a real HTTP connection; its time passes at once. */
class BakeTest {
    private static final Instant BROUGHT = Instant.parse("2026-01-01T12:00:00Z");
    private static final BakeSettings SETTINGS = settings(false);

    private final List<Duration> waited = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final WebClient web = new WebClient();
    private WebStub server;

    @BeforeEach
    void start() throws Exception {
        server = WebStub.start(_ -> new WebStub.Answer(200, "[]"));
    }

    @AfterEach
    void end() {
        server.close();
        web.close();
    }

    private static BakeSettings settings(boolean passesUnseen) {
        return new BakeSettings(
                Duration.ofMinutes(2), Duration.ofSeconds(30), 2, URI.create("http://x"), List.of(), "", passesUnseen);
    }

    private Bake bake(BakeSettings settings) {
        Alertmanager alertmanager =
                new Alertmanager(web, server.address(), settings.matchersFor("shop"), "s3cret-token");
        return new Bake(settings, alertmanager, waited::add);
    }

    /** Each letter is what one look finds: nothing, the alerts a and b, no answer, another state, sick objects. */
    private Bake.Result watch(Baseline baseline, String script) throws DeployException {
        int[] look = {-1};
        server.answer(_ -> answer(at(script, look[0])));
        return bake(SETTINGS).watch(baseline, BROUGHT, () -> {
            look[0]++;
            return at(script, look[0]) == 's' ? Optional.of("Deployment/web: crashed") : Optional.empty();
        });
    }

    private static char at(String script, int look) {
        return script.charAt(Math.min(look, script.length() - 1));
    }

    private static WebStub.Answer answer(char letter) {
        return switch (letter) {
            case 'a' -> new WebStub.Answer(200, "[" + alert("aa11", "active", "2026-01-01T12:01:00.000Z") + "]");
            case 'b' -> new WebStub.Answer(200, "[" + alert("bb22", "active", "2026-01-01T11:59:00.000+00:00") + "]");
            case 'q' -> new WebStub.Answer(200, "[" + alert("aa11", "suppressed", "2026-01-01T12:01:00Z") + "]");
            case '?' -> new WebStub.Answer(503, "\"away\"");
            default -> new WebStub.Answer(200, "[]");
        };
    }

    private static String alert(String fingerprint, String state, String since) {
        return """
                {"fingerprint":"%s","labels":{"alertname":"High","severity":"critical"},"annotations":{"summary":"too many"},
                "startsAt":"%s","status":{"state":"%s","silencedBy":[],"inhibitedBy":[]},"receivers":[]}""".formatted(fingerprint, since, state);
    }

    @ParameterizedTest
    @CsvSource({
        // Alerts before it, what each look finds, how it ends, after how many looks.
        "'', -----, Quiet, 5",
        "'', qqqqq, Quiet, 5",
        "aa11, aaaaa, Quiet, 5",
        "'', -a---, Quiet, 5",
        "'', ----a--, Quiet, 7",
        "'', -aa--, AlertFired, 3",
        "aa11, -bb--, AlertFired, 3",
        "'', -a?a-, AlertFired, 4",
        "'', a-a-a-a-a-a-, Unrest, 10",
        "'', -???-, Quiet, 6",
        "'', ----??, Unknown, 10",
        "'', ?, Unknown, 10",
        "'', -s---, Quiet, 5",
        "'', --ss-, HealthFailed, 4",
        "'', s?s?s, HealthFailed, 6",
        "unknown, bbbbb, Quiet, 5",
        "unknown, aaaaa, AlertFired, 2",
    })
    void endsAs(String before, String script, String expected, int looks) throws Exception {
        Baseline baseline = before.equals("unknown")
                ? Baseline.unknown()
                : new Baseline(true, before.isEmpty() ? List.of() : List.of(before));
        Bake.Result result = watch(baseline, script);
        String name = result instanceof Bake.Result.Trouble trouble
                ? trouble.cause()
                : result.getClass().getSimpleName();
        assertThat(name).isEqualTo(expected);
        assertThat(waited).hasSize(looks - 1).allMatch(Duration.ofSeconds(30)::equals);
    }

    @Test
    void namesTheAlertAndItsSummary() throws Exception {
        assertThat(watch(new Baseline(true, List.of()), "a"))
                .isInstanceOfSatisfying(Bake.Result.Trouble.class, trouble -> {
                    assertThat(trouble.sentence()).contains("High{severity=critical} (too many)");
                    assertThat(Bake.evidence(trouble.alerts())).contains("since 2026-01-01T12:01:00Z");
                });
        WebStub.Request asked = server.requests().getFirst();
        assertThat(asked.headers()).containsEntry("authorization", "Bearer s3cret-token");
        assertThat(asked.target())
                .startsWith("/api/v2/alerts?active=true&silenced=false&inhibited=false&unprocessed=false")
                .contains("&filter=severity%3D%22critical%22&filter=namespace%3D%22shop%22");
    }

    @Test
    void whatFiresBeforeIsSaidAndNotCounted() throws Exception {
        server.answer(_ -> answer('a'));
        assertThat(bake(SETTINGS).baseline(said::add)).isEqualTo(new Baseline(true, List.of("aa11")));
        assertThat(said).singleElement().asString().contains("do not count: High");
    }

    @ParameterizedTest
    @CsvSource({
        "401, '', refuses the token (401)",
        "503, '\"busy\"', answers with 503: \"busy\"",
        "200, <html>, is its address right?",
        "200, {}, is its address right?",
        "200, '[{\"status\":{\"state\":\"active\"},\"startsAt\":\"soon\"}]', is its address right?",
    })
    void noAnswerBeforeIsRefusedOrSaid(int status, String body, String expected) throws Exception {
        server.answer(_ -> new WebStub.Answer(status, body));
        assertThatThrownBy(() -> bake(SETTINGS).baseline(said::add))
                .hasMessageContaining(expected)
                .hasMessageContaining("Nothing was changed")
                .hasMessageNotContaining("s3cret");
        assertThat(bake(settings(true)).baseline(said::add)).isEqualTo(Baseline.unknown());
        assertThat(said).singleElement().asString().contains(expected);
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        server.close();
        assertThatThrownBy(() -> bake(SETTINGS).baseline(said::add))
                .hasMessageContaining("127.0.0.1:")
                .hasMessageContaining("does not answer");
    }
}
